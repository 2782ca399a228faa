import { createServer } from "node:net";
import { type ChildOptions, startChild } from "./child-program.ts";

const TRIES = 10;

/** A part that can be stopped and started again while the others carry on. */
export interface DemoPart<Ready> {
  /** What it said when it was last ready. */
  ready(): Ready;
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL). */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts a program of this repository as a part. */
export async function startPart<Ready extends { type: "ready" }>(
  program: () => ChildOptions,
): Promise<DemoPart<Ready>> {
  let running = await startChild<Ready>(program());
  return {
    ready: () => running.ready,
    stop: () => running.close(),
    kill: () => running.kill(),
    async start() {
      running = await startChild<Ready>(program());
    },
  };
}

/** The first free loopback port from `first` on; 0, which takes any, when ten are taken. */
export async function freePortFrom(first: number): Promise<number> {
  const [port = 0] = await freePortsFrom([first]);
  return port;
}

/** The same for programs that start together: no port is given to two of them. */
export async function freePortsFrom(firsts: readonly number[]): Promise<readonly number[]> {
  const ports: number[] = [];
  for (const first of firsts) {
    let port = first;
    while (port < first + TRIES && (ports.includes(port) || !(await isFree(port)))) port += 1;
    ports.push(port < first + TRIES ? port : 0);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const found = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return found;
}
