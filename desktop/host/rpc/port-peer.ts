import { EventEmitter } from "node:events";
import { MAX_FRAME_BYTES } from "./serve-rpc.ts";

/** The host's end of a message port, in the shape that Electron's `MessagePortMain` has. */
export interface WindowPort {
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  postMessage(message: string): void;
  start(): void;
  close(): void;
}

const OPEN = 1;
const CLOSED = 3;

/** A port in the shape of a `ws` socket, as far as tRPC's connection handler uses one. */
export class PortPeer extends EventEmitter<{
  message: [data: Buffer, isBinary: boolean];
  close: [];
  error: [Error];
}> {
  readyState = OPEN;
  readonly #port: WindowPort;
  readonly #unanswered: (() => void)[] = [];

  constructor(port: WindowPort) {
    super();
    this.#port = port;
    port.on("message", ({ data }) => this.#take(data));
    port.on("close", () => this.#end());
  }

  /** Lets messages in; not before someone listens, since the first may be waiting already. */
  start(): void {
    this.#port.start();
  }

  send(text: string): void {
    if (this.readyState === OPEN) this.#port.postMessage(text);
  }

  close(): void {
    this.#port.close();
    this.#end();
  }

  /**
   * Resolves once the window has taken all that was sent before, or is gone. A port has no buffer
   * that could be looked at, but both ends answer in order, so tRPC's own PING is the question.
   */
  taken(): Promise<void> {
    if (this.readyState !== OPEN) return Promise.resolve();
    return new Promise((resolve) => {
      this.#unanswered.push(resolve);
      this.send("PING");
    });
  }

  #take(data: unknown): void {
    // The page's sandbox is the border: what comes from there is as foreign as from a network.
    if (typeof data !== "string" || data.length > MAX_FRAME_BYTES) this.close();
    else if (data === "PONG") this.#unanswered.shift()?.();
    else this.emit("message", Buffer.from(data), false);
  }

  #end(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    for (const resolve of this.#unanswered.splice(0)) resolve();
    this.emit("close");
  }
}
