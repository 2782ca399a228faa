import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSimulatorProcess } from "./simulator-process.ts";

const PROGRAM = fileURLToPath(new URL("./scanner-simulator.ts", import.meta.url));

/** Where the port appears, and how the scanner is set up. */
export interface SimulatedScannerOptions {
  /** Existing folder for the port's link. */
  readonly folder: string;
  /** Name of the link; `scanner` unless said. */
  readonly name?: string;
  /** Further arguments of the simulator, such as `--aim` or `--suffix none`. */
  readonly arguments?: readonly string[];
}

/** A simulated scanner in a process of its own. */
export interface SimulatedScanner {
  /** The port to open. */
  readonly path: string;
  /** Scans `text`. Resolves when its bytes are on the way; false when the cable is out. */
  scan(text: string): Promise<boolean>;
  /** Sends raw bytes; as `scan`. */
  bytes(bytes: Uint8Array): Promise<boolean>;
  /** Pulls the plug after what was sent has reached the host. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Ends the process; idempotent. */
  close(): Promise<void>;
}

/** Starts the simulator program and waits until its port is there. */
export async function startSimulatedScanner(
  options: SimulatedScannerOptions,
): Promise<SimulatedScanner> {
  const path = join(options.folder, options.name ?? "scanner");
  const argv = ["--link", path, ...(options.arguments ?? [])];
  const simulator = await startSimulatorProcess(PROGRAM, argv);
  const send = async (command: object) => (await simulator.ask(command)).includes('"wrote"');
  return {
    path,
    scan: (text) => send({ scan: text }),
    bytes: (bytes) => send({ bytesHex: Buffer.from(bytes).toString("hex") }),
    unplug: async () => void (await simulator.ask({ unplug: true })),
    plug: async () => void (await simulator.ask({ plug: true })),
    close: () => simulator.close(),
  };
}
