/** The one message that the page's side sends: a port for the host. */
export const CONNECT_CHANNEL = "gatehouse:connect";

/** What a page does with a line; the page's side of this contract is `ui/link/port-socket.ts`. */
interface LineListener {
  onText(text: string): void;
  onGone(): void;
}

interface ShellLine {
  send(text: string): void;
  close(): void;
}

/** What the preload exposes, and all of it. */
export interface ShellBridge {
  connect(listener: LineListener): ShellLine;
}

/** A port of the page's side, which is neither Node's nor typed here as the DOM's. */
export interface PagePort {
  addEventListener(type: "message" | "close", listener: (event: object) => void): void;
  start(): void;
  postMessage(text: string): void;
  close(): void;
}

/**
 * Makes the bridge.
 * @param makeChannel two ports that are joined
 * @param handOver gives one of them to the main process
 */
export function createShellBridge<Port extends PagePort>(
  makeChannel: () => { readonly port1: Port; readonly port2: Port },
  handOver: (port: Port) => void,
): ShellBridge {
  return {
    connect(listener) {
      const { port1: own, port2: theirs } = makeChannel();
      own.addEventListener("message", (event) => {
        if ("data" in event && typeof event.data === "string") listener.onText(event.data);
      });
      own.addEventListener("close", () => listener.onGone());
      own.start();
      handOver(theirs);
      return { send: (text) => own.postMessage(String(text)), close: () => own.close() };
    },
  };
}
