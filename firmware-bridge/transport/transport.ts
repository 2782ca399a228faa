import type { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";

/** Why a transport ended: closed by us, or lost with the error that says how. */
export type CloseReason =
  | { readonly kind: "local" }
  | { readonly kind: "lost"; readonly error: GatehouseError };

/**
 * A byte source and sink to one device, for one connection: it is opened once and, after it has
 * ended, replaced by a new object. Listeners are set before `open` and called synchronously.
 */
export interface Transport {
  /** What a person calls the port: path, address. */
  readonly id: string;
  /**
   * Connects.
   * @throws GatehouseError device.absent, device.busy or device.denied; the signal's reason when aborted
   */
  open(signal: AbortSignal): Promise<void>;
  /**
   * Hands all of `bytes` to the system; never hangs. A write that misses its deadline ends the
   * transport, since nobody knows how much of it the device took.
   * @throws GatehouseError device.disconnected or device.write-timeout
   */
  write(bytes: Uint8Array, deadlineMs: number): Promise<void>;
  /** Bytes in the order they came, valid during the call. The answer removes the listener. */
  onChunk(listener: (bytes: Uint8Array) => void): () => void;
  /** The end of an opened transport, exactly once; nothing comes after it. */
  onClosed(listener: (reason: CloseReason) => void): () => void;
  /** Ends it; idempotent, resolves when the system has let go of the port. */
  close(): Promise<void>;
}

/** Makes a fresh transport for one connection. */
export type OpenTransport = () => Transport;
