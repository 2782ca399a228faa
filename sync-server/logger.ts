import { join } from "node:path";
import { type Logger, pino } from "pino";
import { RotatingFile } from "./rotating-file.ts";

/** Fields that hold secrets or scanned text; whoever logs one by mistake logs `[redacted]`. */
const REDACTED = ["password", "token", "secret", "payload", "text", "csrPem", "connectionString"];

/** A process's logger. */
export interface LoggerOptions {
  readonly name: string;
  /** Folder of `<name>.log` and its older files. */
  readonly folder: string;
  readonly level: "debug" | "info" | "warn" | "error";
}

/** Opens `<folder>/<name>.log`, one JSON object a line, rotated at 10 × 10 MB. */
export function createLogger(options: LoggerOptions): Logger {
  const file = new RotatingFile(join(options.folder, `${options.name}.log`));
  return pino(
    {
      name: options.name,
      level: options.level,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: REDACTED.flatMap((field) => [field, `*.${field}`]),
        censor: "[redacted]",
      },
    },
    file,
  );
}
