import type { Logger } from "pino";
import { createRestartDelay } from "./restart-delay.ts";

/** A port on its way to the host. */
export interface TravellingPort {
  close(): void;
}

/** The host's process, in the shape of Electron's `UtilityProcess`. */
export interface HostProcess<Port extends TravellingPort> {
  postMessage(message: { readonly type: "window" | "stop" }, transfer?: Port[]): void;
  once(event: "exit", listener: (code: number) => void): unknown;
  kill(): boolean;
}

/** Exit status of a host that cannot run until a person changes something; it has said what. */
export const HOST_REFUSES = 2;
/** A host that stops finishes what is being recorded; longer than this it hangs. */
const STOPS_WITHIN_MS = 10_000;

/** Keeps one host running. */
export interface HostKeeper<Port extends TravellingPort> {
  /** Gives a window's port to the host; closes it when there is none, so that the window tries again. */
  attach(port: Port): void;
  /** Stops the host and waits until it has ended. */
  close(): Promise<void>;
}

/** What a keeper works with. */
export interface HostKeeperOptions<Port extends TravellingPort> {
  readonly fork: () => HostProcess<Port>;
  /** Told once when the host refuses to run. */
  readonly onRefusal: () => void;
  readonly logger: Logger;
}

/** Starts the host and starts it again, ever more slowly, whenever it dies. */
export function keepHost<Port extends TravellingPort>(
  options: HostKeeperOptions<Port>,
): HostKeeper<Port> {
  const { fork, onRefusal, logger } = options;
  const delayAfterDeath = createRestartDelay();
  let running: HostProcess<Port> | null = null;
  let again: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;

  function start(): void {
    const host = fork();
    running = host;
    host.once("exit", (code) => {
      running = null;
      if (closing !== undefined) return;
      if (code === HOST_REFUSES) {
        onRefusal();
        return;
      }
      const delayMs = delayAfterDeath(performance.now());
      logger.error({ code, delayMs }, "the host died and is started again");
      again = setTimeout(start, delayMs);
    });
  }

  start();
  return {
    attach(port) {
      if (running && closing === undefined) running.postMessage({ type: "window" }, [port]);
      else port.close();
    },
    close() {
      clearTimeout(again);
      closing ??= running ? stopped(running) : Promise.resolve();
      return closing;
    },
  };
}

function stopped<Port extends TravellingPort>(host: HostProcess<Port>): Promise<void> {
  return new Promise((resolve) => {
    const killer = setTimeout(() => host.kill(), STOPS_WITHIN_MS);
    host.once("exit", () => {
      clearTimeout(killer);
      resolve();
    });
    host.postMessage({ type: "stop" });
  });
}
