import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { pino } from "pino";
import { readStationCommand, STATION_HELP, type StationConfig } from "../host/config.ts";
import { askEntryUrl } from "../host/rpc/entry-socket.ts";
import { startStationHost } from "../host/station-host.ts";
import { openWindow } from "./chromium/window.ts";

const UI_FOLDER = join(import.meta.dirname, "../ui/dist");

/** The station as a program: a host, and a window in front of it unless it is headless. */
async function main(args: readonly string[]): Promise<void> {
  const command = readStationCommand(args);
  if (command.kind === "help") process.stdout.write(STATION_HELP);
  else if (command.kind === "open") say(await askEntryUrl(command.dataFolder));
  else await run(command.config);
}

async function run(config: StationConfig): Promise<void> {
  const logger = pino({ level: config.logLevel }, pino.destination(2));
  const host = await startStationHost(config, UI_FOLDER, logger);
  const window = config.window === "none" ? null : openWindow(config, host.issueEntryUrl, logger);
  const entryUrl = host.issueEntryUrl();
  if (process.send) process.send({ type: "ready", entryUrl });
  else say(`The station is running. Its screen opens once with ${entryUrl}; --open makes more.`);
  await stopRequested();
  await window?.close();
  await host.close();
}

function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
    process.once("disconnect", () => resolve());
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`gatehouse station: ${describe(error)}\n`);
    process.exit(1);
  },
);

/** A failure in words and what caused it; for anything else the stack, since it is a bug of ours. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof GatehouseError)) return error.stack ?? error.message;
  const { cause, message } = error;
  // Most causes are in the detail already; a person need not read them twice.
  const isTold = !(cause instanceof Error) || message.includes(cause.message);
  return isTold ? message : `${message}\n  cause: ${cause.message}`;
}
