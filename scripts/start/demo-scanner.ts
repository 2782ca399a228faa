import { startSimulatedScanner } from "@gatehouse/firmware-bridge/simulator/simulated-scanner";

/** A simulated device with a plug that remembers where it is. */
export interface DemoScanner {
  /** The port that the station opens. */
  readonly path: string;
  /** Sends the bytes of one read of `text`. */
  scan(text: string): void;
  isPlugged(): boolean;
  unplug(): void;
  plug(): void;
  close(): Promise<void>;
}

/** Starts the simulator with its port in `folder`, which exists, under `name`. */
export async function startDemoScanner(folder: string, name = "scanner"): Promise<DemoScanner> {
  const scanner = await startSimulatedScanner({ folder, name, arguments: ["--aim"] });
  let isPlugged = true;
  const follow = (answer: Promise<unknown>) => {
    answer.catch((error: unknown) => process.stderr.write(`gatehouse: ${String(error)}\n`));
  };
  return {
    path: scanner.path,
    scan: (text) => follow(scanner.scan(text)),
    isPlugged: () => isPlugged,
    unplug() {
      isPlugged = false;
      follow(scanner.unplug());
    },
    plug() {
      isPlugged = true;
      follow(scanner.plug());
    },
    close: () => scanner.close(),
  };
}
