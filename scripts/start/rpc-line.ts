/** A line to a server of ours as a browser has it: the one-time link first, then the WebSocket with the cookie. */
export interface RpcLine {
  /** Watches a subscription. What it sees is what a person would see. */
  subscribe<View>(path: string): Subscription<View>;
  /** Calls a mutation. @throws Error with the server's message */
  mutate(path: string, input?: unknown): Promise<unknown>;
  close(): void;
}

/** One watched subscription. */
export interface Subscription<View> {
  /** Resolves with the first view, from now on, that `accepts` takes. */
  until(accepts: (view: View) => boolean, timeoutMs: number): Promise<View>;
}

interface Message {
  readonly id?: number;
  readonly error?: { readonly message?: string };
  readonly result?: { readonly type?: string; readonly data?: unknown };
}

/** Node's takes headers, of which a browser's types know nothing. */
const SocketWithHeaders = WebSocket as unknown as new (
  url: URL,
  options: { readonly headers: Readonly<Record<string, string>> },
) => WebSocket;

/** Opens a line to the server behind a one-time link. */
export async function openRpc(entryUrl: string): Promise<RpcLine> {
  const origin = new URL(entryUrl).origin;
  const entered = await fetch(entryUrl, { redirect: "manual" });
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  if (cookie === "") throw new Error(`the one-time link was refused (${entered.status})`);
  const url = new URL("/rpc", origin.replace(/^http/, "ws"));
  const socket = new SocketWithHeaders(url, { headers: { cookie, origin } });
  const isOpen = new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("close", () => reject(new Error(`${url.origin} hung up`)));
  });
  // Whoever waits hears of it; a line that is closed before it opened is nobody's failure.
  isOpen.catch(() => undefined);
  const calls = new Calls(socket, isOpen);
  return {
    subscribe: (path) => calls.subscribe(path),
    mutate: (path, input) => calls.mutate(path, input),
    close: () => socket.close(),
  };
}

/** What was asked on one socket, by its number. */
class Calls {
  readonly #socket: WebSocket;
  readonly #isOpen: Promise<void>;
  readonly #listeners = new Map<number, (message: Message) => void>();
  #asked = 0;

  constructor(socket: WebSocket, isOpen: Promise<void>) {
    this.#socket = socket;
    this.#isOpen = isOpen;
    socket.addEventListener("message", ({ data }) => this.#hear(String(data)));
    socket.addEventListener("close", () => {
      for (const tell of this.#listeners.values()) tell({ error: { message: "the line ended" } });
    });
  }

  async mutate(path: string, input: unknown): Promise<unknown> {
    await this.#isOpen;
    return await new Promise((resolve, reject) => {
      const id = this.#ask("mutation", { path, input }, ({ error, result }) => {
        this.#listeners.delete(id);
        if (error) reject(new Error(`${path}: ${error.message ?? "refused"}`));
        else resolve(result?.data);
      });
    });
  }

  subscribe<View>(path: string): Subscription<View> {
    let latest: View | undefined;
    let failure: Error | undefined;
    const waiting = new Set<() => void>();
    const tell = ({ error, result }: Message) => {
      if (error) failure = new Error(`${path}: ${error.message ?? "ended"}`);
      // The line's owner knows what it asked for.
      if (result?.type === "data") latest = result.data as View;
      for (const check of waiting) check();
    };
    this.#isOpen.then(
      () => this.#ask("subscription", { path }, tell),
      (error: Error) => tell({ error }),
    );
    return {
      until: (accepts, timeoutMs) =>
        new Promise((resolve, reject) => {
          const end = (settle: () => void) => {
            clearTimeout(timer);
            waiting.delete(check);
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
          waiting.add(check);
          check();
        }),
    };
  }

  #ask(method: string, params: object, tell: (message: Message) => void): number {
    this.#asked += 1;
    this.#listeners.set(this.#asked, tell);
    this.#socket.send(JSON.stringify({ id: this.#asked, method, params }));
    return this.#asked;
  }

  #hear(text: string): void {
    if (text === "PING") {
      this.#socket.send("PONG");
      return;
    }
    const message: Message = JSON.parse(text);
    if (message.id !== undefined) this.#listeners.get(message.id)?.(message);
  }
}
