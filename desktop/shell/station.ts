import { existsSync } from "node:fs";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { type Logger, pino } from "pino";
import {
  electronOverride,
  readStationCommand,
  STATION_HELP,
  type StationConfig,
} from "../host/config.ts";
import { askEntryUrl } from "../host/rpc/entry-socket.ts";
import { openLoopbackScreen } from "../host/rpc/loopback-screen.ts";
import { startStationHost } from "../host/station-host.ts";
import { identify } from "../host/station-identity.ts";
import { chooseShell, type ShellChoice } from "./choose-shell.ts";
import { openWindow } from "./chromium/window.ts";
import { electronPackageFolder, findElectron } from "./electron/find-electron.ts";
import { ELECTRON_MAIN, runElectron } from "./electron/run-electron.ts";
import { readServiceEnvironment } from "./service/config.ts";
import { startServiceNotice } from "./service/service-notice.ts";

const UI_FOLDER = join(import.meta.dirname, "../ui/dist");

/** The station as a program: a host, and a window in front of it unless it is headless. */
async function main(args: readonly string[]): Promise<number> {
  const command = readStationCommand(args);
  if (command.kind === "help") process.stdout.write(STATION_HELP);
  else if (command.kind === "open") say(await askEntryUrl(command.dataFolder));
  else if (command.kind === "enrol") await enrolOnly(command.config);
  else return run(command.config, args);
  return 0;
}

async function enrolOnly(config: StationConfig): Promise<void> {
  const identity = await identify(config, loggerOf(config));
  say(`This PC is station ${identity.stationId}: ${identity.siteName}, ${identity.laneName}`);
}

async function run(config: StationConfig, args: readonly string[]): Promise<number> {
  const logger = loggerOf(config);
  if (config.window === "none") return runHost(config, logger);
  const choice = shellFor(config);
  if (choice.kind === "electron") return (await runElectron(choice.program, args, stopped())) ?? 1;
  process.stderr.write(`The window opens in Chromium: ${choice.reason}\n`);
  return runHost(config, logger);
}

function shellFor({ shell: asked }: StationConfig): ShellChoice {
  const packageFolder = electronPackageFolder();
  const { platform } = process;
  return chooseShell({
    asked,
    electron: findElectron({ packageFolder, override: electronOverride(), platform }),
    isBuilt: existsSync(ELECTRON_MAIN),
    isRoot: process.getuid?.() === 0,
  });
}

async function runHost(config: StationConfig, logger: Logger): Promise<number> {
  const options = { config, uiFolder: UI_FOLDER, logger };
  const host = await startStationHost(config, (one) => openLoopbackScreen(options, one), logger);
  const { issueEntryUrl } = host.screen;
  const window = config.window === "none" ? null : openWindow(config, issueEntryUrl, logger);
  const entryUrl = issueEntryUrl();
  if (process.send) process.send({ type: "ready", entryUrl });
  else say(`The station is running. Its screen opens once with ${entryUrl}; --open makes more.`);
  const service = startServiceNotice(readServiceEnvironment(), logger);
  await new Promise((resolve) => stopped().addEventListener("abort", resolve, { once: true }));
  await window?.close();
  await host.close();
  service.close();
  return 0;
}

/** Aborts when this program is asked to end. */
function stopped(): AbortSignal {
  const stop = new AbortController();
  for (const event of ["SIGINT", "SIGTERM", "disconnect"]) process.once(event, () => stop.abort());
  return stop.signal;
}

function loggerOf(config: StationConfig): Logger {
  return pino({ level: config.logLevel }, pino.destination(2));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
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
