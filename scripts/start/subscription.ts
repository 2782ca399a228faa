/**
 * Reads one tRPC subscription as a browser would: the one-time link first, then the WebSocket with
 * the cookie. What `npm start -- --smoke` sees is what a person would see.
 */
export interface Subscription<View> {
  /** Resolves with the first view, from now on, that `accepts` takes. */
  until(accepts: (view: View) => boolean, timeoutMs: number): Promise<View>;
  close(): void;
}

/** Opens `path` on the server behind a one-time link. */
export async function subscribe<View>(options: {
  readonly entryUrl: string;
  readonly rpcPath: string;
  readonly path: string;
}): Promise<Subscription<View>> {
  const origin = new URL(options.entryUrl).origin;
  const entered = await fetch(options.entryUrl, { redirect: "manual" });
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  if (cookie === "") throw new Error(`the one-time link was refused (${entered.status})`);
  const url = new URL(options.rpcPath, origin.replace(/^http/, "ws"));
  const socket = new WebSocket(url, { headers: { cookie, origin } });
  return watch<View>(socket, options.path);
}

function watch<View>(socket: WebSocket, path: string): Subscription<View> {
  let latest: View | undefined;
  let failure: Error | undefined;
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of listeners) listener();
  };
  socket.addEventListener("open", () => {
    socket.send(JSON.stringify({ id: 1, method: "subscription", params: { path } }));
  });
  socket.addEventListener("message", ({ data }) => {
    const text = String(data);
    if (text === "PING") return socket.send("PONG");
    const message: { error?: unknown; result?: { type?: string; data?: View } } = JSON.parse(text);
    if (message.error !== undefined) failure = new Error(JSON.stringify(message.error));
    if (message.result?.type === "data") latest = message.result.data;
    wake();
  });
  socket.addEventListener("close", () => {
    failure ??= new Error(`the subscription "${path}" ended`);
    wake();
  });

  return {
    until: (accepts, timeoutMs) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          listeners.delete(check);
          settle();
        };
        const check = () => {
          const view = latest;
          if (view !== undefined && accepts(view)) end(() => resolve(view));
          else if (failure) end(() => reject(failure));
        };
        const late = () =>
          end(() => reject(new Error(`nothing came on "${path}" within ${timeoutMs} ms`)));
        const timer = setTimeout(late, timeoutMs);
        listeners.add(check);
        check();
      }),
    close: () => socket.close(),
  };
}
