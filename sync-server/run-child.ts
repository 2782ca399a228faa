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
 * on SIGTERM, SIGINT or when the supervisor is gone, exit. Never returns before that.
 */
export async function runChild(program: ChildProgram): Promise<void> {
  const stop = stopRequested();
  try {
    const runtime = loadRuntime();
    const logger = createLogger({
      name: program.name,
      folder: runtime.logsFolder,
      level: runtime.logLevel,
    });
    const part = await program.start(runtime, logger);
    reportReady(part.ports);
    logger.info({ ports: part.ports }, "ready");
    const reason = await stop;
    logger.info({ reason }, "closing");
    await part.close();
    process.exitCode = 0;
  } catch (error) {
    reportFailure(error);
    process.exitCode = 1;
  }
  // The channel to the supervisor would keep the process alive.
  if (process.connected) process.disconnect();
}

function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve("SIGTERM"));
    // A terminal's Ctrl-C reaches the whole group; the supervisor then stops us in order.
    process.on("SIGINT", () => {
      if (!process.connected) resolve("SIGINT");
    });
    process.once("disconnect", () => resolve("supervisor gone"));
  });
}
