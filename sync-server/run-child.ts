import type { Logger } from "pino";
import { createLogger } from "./logger.ts";
import {
  type ChildPorts,
  loadRuntime,
  type RuntimeInfo,
  reportFailure,
  reportReady,
} from "./process-contract.ts";

/** A started part of the centre. */
export interface RunningPart {
  /** What it bound. */
  readonly ports: ChildPorts;
  close(): Promise<void>;
}

/** One supervised process: its name in logs and how it starts. */
export interface ChildProgram {
  readonly name: "gateway" | "web";
  start(runtime: RuntimeInfo, logger: Logger): Promise<RunningPart>;
}

/**
 * The whole life of a supervised process: read the runtime file, start, say ready, close cleanly
 * on SIGTERM, SIGINT or when the supervisor is gone, exit. Ends the process itself, so that nothing
 * left open by a part that failed can keep it alive.
 */
export async function runChild(program: ChildProgram): Promise<never> {
  try {
    await live(program, stopRequested());
    return process.exit(0);
  } catch (error) {
    await reportFailure(error);
    return process.exit(1);
  }
}

async function live(program: ChildProgram, stop: Promise<string>): Promise<void> {
  const runtime = loadRuntime();
  const logger = createLogger({
    name: program.name,
    folder: runtime.logsFolder,
    level: runtime.logLevel,
  });
  const part = await Promise.race([program.start(runtime, logger), stop]);
  // Told to stop while starting: nothing has been promised to anyone yet.
  if (typeof part === "string") return;
  await reportReady(part.ports);
  logger.info({ ports: part.ports }, "ready");
  const reason = await stop;
  logger.info({ reason }, "closing");
  await part.close();
}

function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    process.on("SIGTERM", () => resolve("SIGTERM"));
    // A terminal's Ctrl-C reaches the whole group; the supervisor then stops us in order.
    process.on("SIGINT", () => {
      if (!process.connected) resolve("SIGINT");
    });
    process.once("disconnect", () => resolve("supervisor gone"));
  });
}
