import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSimulatorProcess } from "./simulator-process.ts";

const PROGRAM = fileURLToPath(new URL("./probe-simulator.ts", import.meta.url));

/** Where the port appears, and what hangs on it. */
export interface SimulatedProbeOptions {
  /** Existing folder for the port's link. */
  readonly folder: string;
  /** Name of the link; `probe` unless said. */
  readonly name?: string;
  /** Further arguments of the simulator, such as `--drift` or `--probes 2`. */
  readonly arguments?: readonly string[];
}

/** Simulated probes on one wire, in a process of their own. Without an `address` all are meant. */
export interface SimulatedProbe {
  /** The port to open. */
  readonly path: string;
  /** Changes what is measured. */
  set(values: {
    readonly temperatureC?: number;
    readonly humidityPct?: number;
    readonly address?: number;
  }): Promise<void>;
  /** Answers nothing until `unmute`. */
  mute(address?: number): Promise<void>;
  unmute(address?: number): Promise<void>;
  /** Sends the next answer with a wrong CRC. */
  corrupt(address?: number): Promise<void>;
  /** Answers everything with this exception code; 0 ends it. */
  refuse(exceptionCode: number, address?: number): Promise<void>;
  /** Sends answers in two pieces, or whole again. */
  split(isOn: boolean): Promise<void>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Ends the process; idempotent. */
  close(): Promise<void>;
}

/** Starts the simulator program and waits until its port is there. */
export async function startSimulatedProbe(options: SimulatedProbeOptions): Promise<SimulatedProbe> {
  const path = join(options.folder, options.name ?? "probe");
  const argv = ["--link", path, ...(options.arguments ?? [])];
  const simulator = await startSimulatorProcess(PROGRAM, argv);
  const tell = async (command: object): Promise<void> => {
    const answer = await simulator.ask(command);
    if (!answer.includes('"done"')) throw new Error(`the simulated probe said ${answer}`);
  };
  return {
    path,
    set: (values) => tell(values),
    mute: (address) => tell({ mute: true, address }),
    unmute: (address) => tell({ unmute: true, address }),
    corrupt: (address) => tell({ corrupt: true, address }),
    refuse: (exceptionCode, address) => tell({ exception: exceptionCode, address }),
    split: (isOn) => tell({ split: isOn }),
    unplug: () => tell({ unplug: true }),
    plug: () => tell({ plug: true }),
    close: () => simulator.close(),
  };
}
