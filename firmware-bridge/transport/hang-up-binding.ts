import { read } from "node:fs";
import { promisify } from "node:util";
import { SerialPort } from "serialport";

const readFile = promisify(read);

/** What serialport's Unix ports have beyond the interface that all platforms share. */
export interface UnixPort {
  readonly isOpen: boolean;
  readonly fd: number | null;
  readonly poller: {
    once(event: "readable", tell: (error: Error | null) => void): unknown;
  };
  read(buffer: Buffer, offset: number, length: number): Promise<BytesRead>;
}

interface BytesRead {
  readonly buffer: Buffer;
  readonly bytesRead: number;
}

/**
 * serialport's own access to the system, with one difference. A terminal whose other end is gone
 * answers every read with 0 bytes and is always "readable"; bindings-cpp 13 (`unix-read.js`) then
 * reads again at once and for ever: the port stays open, a core spins, memory grows. Here 0 bytes
 * are the end of the connection (POSIX read(2): end of file; VMIN is 1, so it is never "no data").
 */
export const hangUpBinding = {
  ...SerialPort.binding,
  list: () => SerialPort.list(),
  async open(options: Parameters<typeof SerialPort.binding.open>[0]) {
    // Each platform's binding takes its own options; they come from serialport itself.
    const port = await SerialPort.binding.open(options as never);
    return "poller" in port ? withHangUps(port as unknown as UnixPort) : port;
  },
};

/** A Unix port whose reads end when its other end is gone. */
export function withHangUps(port: UnixPort): UnixPort {
  port.read = async (buffer, offset, length) => {
    while (port.isOpen && port.fd !== null) {
      const bytesRead = await readOnce(port.fd, { buffer, offset, length });
      if (bytesRead !== null) return { buffer, bytesRead };
      // Closed meanwhile: its poller is destroyed, and asking it would end the process.
      if (port.isOpen) await readable(port);
    }
    throw Object.assign(new Error("Port is not open"), { canceled: true });
  };
  return port;
}

/** Bytes read; null when there are none yet. @throws with `disconnect` when the device is gone */
async function readOnce(
  fd: number,
  into: { readonly buffer: Buffer; readonly offset: number; readonly length: number },
): Promise<number | null> {
  let bytesRead: number;
  try {
    ({ bytesRead } = await readFile(fd, into.buffer, into.offset, into.length, null));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EAGAIN" || code === "EWOULDBLOCK" || code === "EINTR") return null;
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), {
      disconnect: true,
    });
  }
  if (bytesRead > 0) return bytesRead;
  throw Object.assign(new Error("the other end hung up"), { disconnect: true });
}

function readable({ poller }: UnixPort): Promise<void> {
  return new Promise((resolve, reject) => {
    poller.once("readable", (error) => (error ? reject(error) : resolve()));
  });
}
