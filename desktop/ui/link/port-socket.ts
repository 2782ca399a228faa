/** Told of what a line brings. */
export interface LineListener {
  onText(text: string): void;
  /** The host's end is gone; never after `close`. */
  onGone(): void;
}

/** One line to the host. */
export interface ShellLine {
  send(text: string): void;
  close(): void;
}

/**
 * What a shell's preload puts on the window, and all of it. Functions only: a class or a port
 * cannot cross from the preload's world into the page's.
 */
export interface ShellBridge {
  connect(listener: LineListener): ShellLine;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** The bridge's lines as a class in the shape of `WebSocket`, as far as tRPC's client uses one. */
export function portSocketOver(bridge: ShellBridge): typeof WebSocket {
  class PortSocket extends EventTarget {
    static readonly OPEN = OPEN;
    static readonly CLOSING = CLOSING;
    static readonly CLOSED = CLOSED;
    binaryType: BinaryType = "arraybuffer";
    readyState = CONNECTING;
    readonly #line: ShellLine;

    constructor() {
      super();
      this.#line = bridge.connect({
        onText: (data) => this.dispatchEvent(new MessageEvent("message", { data })),
        onGone: () => this.#end(),
      });
      // Not before the caller has attached its listeners, or every call would wait for ever.
      setTimeout(() => this.#open(), 0);
    }

    send(text: string): void {
      if (this.readyState === OPEN) this.#line.send(text);
    }

    close(): void {
      if (this.readyState >= CLOSING) return;
      this.readyState = CLOSING;
      this.#line.close();
      setTimeout(() => this.#end(), 0);
    }

    #open(): void {
      if (this.readyState !== CONNECTING) return;
      this.readyState = OPEN;
      this.dispatchEvent(new Event("open"));
    }

    #end(): void {
      if (this.readyState === CLOSED) return;
      const wasConnecting = this.readyState === CONNECTING;
      this.readyState = CLOSED;
      if (wasConnecting) this.dispatchEvent(new Event("error"));
      this.dispatchEvent(new Event("close"));
    }
  }
  return PortSocket as unknown as typeof WebSocket;
}
