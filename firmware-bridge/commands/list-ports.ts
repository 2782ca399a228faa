import { SerialPort } from "serialport";

/** A serial port as the system describes it. */
export interface PortDescription {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  /** On Linux the name below `/dev/serial/by-id`. */
  readonly pnpId?: string | undefined;
}

/** Prints the serial ports of this machine. @returns exit status */
export async function listPorts(print: (text: string) => void): Promise<number> {
  let ports: readonly PortDescription[];
  try {
    ports = await SerialPort.list();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    print(`The system did not list its serial ports (${detail}).\n`);
    print(
      "On Linux this needs udevadm: apt-get install udev. A port can still be opened by its path.\n",
    );
    return 1;
  }
  print(describePorts(ports));
  return 0;
}

/**
 * One paragraph a port. The stable name comes first where there is one: `/dev/ttyACM0` becomes
 * `/dev/ttyACM1` when two devices are plugged in the other way round.
 */
export function describePorts(ports: readonly PortDescription[]): string {
  if (ports.length === 0) return "No serial port found.\n";
  return ports.map(describePort).join("");
}

function describePort(port: PortDescription): string {
  const stable = port.pnpId ? `/dev/serial/by-id/${port.pnpId}` : null;
  const usb = port.vendorId ? `${port.vendorId}:${port.productId ?? "????"}` : "not USB";
  const rows = [
    stable ?? port.path,
    ...(stable ? [`  now at  ${port.path}`] : []),
    `  USB id  ${usb}`,
    ...(port.serialNumber ? [`  serial  ${port.serialNumber}`] : []),
    ...(port.manufacturer ? [`  maker   ${port.manufacturer}`] : []),
  ];
  return `${rows.join("\n")}\n`;
}
