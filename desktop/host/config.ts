import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { POST_ROLES } from "@gatehouse/protocols/duty/roles";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { optionProblem } from "@gatehouse/protocols/error/option-problem";
import { z } from "zod";
import { roomSchema, samplingSchema, scannerSchema } from "./post-config.ts";

const configSchema = z.strictObject({
  /** What this post is. */
  role: z.enum(POST_ROLES).default("checkpoint"),
  dataFolder: z.string().min(1),
  /** Loopback port of the screen; 0 takes a free one. */
  port: z.number().int().min(0).max(65_535).default(7_090),
  window: z.enum(["app", "kiosk", "none"]).default("app"),
  /** What shows the window; `auto` is Electron where it is installed. */
  shell: z.enum(["auto", "electron", "chromium"]).default("auto"),
  /** Path of the browser that an administrator chose; null to look for one. */
  browser: z.string().min(1).nullable().default(null),
  language: z.enum(["zh-CN", "en"]).default("zh-CN"),
  scanner: scannerSchema.nullable().default(null),
  sampling: samplingSchema.prefault({}),
  room: roomSchema.prefault({}),
  /** `mqtts://host:port` where the broker is reached by another way than enrolment said. */
  brokerUrl: z.string().startsWith("mqtts://").max(300).nullable().default(null),
  /** `gh-enrol://…` from the centre; used once, then the certificate is kept. */
  invitation: z.string().nullable().default(null),
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

/** One station's configuration, complete and frozen. */
export type StationConfig = Readonly<z.infer<typeof configSchema>>;

/** Text of `--help`. */
export const STATION_HELP = `Gatehouse station: drives the devices of one post, records every scan on this machine
and sends it to the centre when there is a link.

  npm run station -- [options]

  --role checkpoint|sampling|room
                            what this post is (default checkpoint)
  --scanner PORT            serial port of the scanner: /dev/serial/by-id/…, /dev/ttyACM0, COM5
                            (npm run bridge -- list shows what is there)
  --baud N                  its speed (default 9600; USB-CDC scanners ignore it)
  --aim                     the scanner is set to send AIM identifiers (]Q1 …)
  --probe PORT              serial port of a room's first temperature and humidity probe
                            (Modbus RTU, 9600 8N1, address 1; more of them, limits and patrol
                            points stand in the configuration file)
  --invitation LINK         gh-enrol://… from the centre, for the first start
                            (npm run server -- invite makes one)
  --broker URL              mqtts://host:port, when the broker is reached by another way
                            than enrolment said
  --data FOLDER             where the store and the keys lie
  --port N                  loopback port of the screen (default 7090, 0 = any free one)
  --shell auto|electron|chromium|none
                            what shows the window (default auto: Electron where it is
                            installed, else Chromium; in Electron no port is opened)
  --headless                no window, as --shell none
  --kiosk                   full screen
  --language zh-CN|en       first language of the screen
  --config FILE             JSON with the same names; options given here win
  --enrol-only              turn the invitation into a certificate, then end
  --open                    ask the running station for a fresh one-time link and print it
  --help                    this text

Environment: GATEHOUSE_STATION_CONFIG (as --config), GATEHOUSE_STATION_DATA, GATEHOUSE_LOG_LEVEL,
GATEHOUSE_CHROMIUM (path of the browser),
ELECTRON_OVERRIDE_DIST_PATH (folder of an Electron).
`;

/** What the command line asked for. */
export type StationCommand =
  | { readonly kind: "help" }
  | { readonly kind: "open"; readonly dataFolder: string }
  | { readonly kind: "enrol" | "run"; readonly config: StationConfig };

/**
 * Reads options, file and environment once and checks all of it.
 * @throws GatehouseError `config.invalid`, listing every problem
 */
export function readStationCommand(args: readonly string[]): StationCommand {
  const options = readOptions(args);
  if (options.help) return { kind: "help" };
  const path = options.config ?? process.env.GATEHOUSE_STATION_CONFIG;
  const file = path ? readFile(path) : {};
  const merged = { ...defaults(), ...file, ...given(options, file) };
  const parsed = configSchema.safeParse(merged);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`);
    throw new GatehouseError("config.invalid", problems.join("; "));
  }
  const config = Object.freeze({ ...parsed.data, dataFolder: resolve(parsed.data.dataFolder) });
  if (options.open) return { kind: "open", dataFolder: config.dataFolder };
  return { kind: options["enrol-only"] ? "enrol" : "run", config };
}

/**
 * The same for a process that does nothing but run a station.
 * @throws GatehouseError `config.invalid`
 */
export function readStationConfig(args: readonly string[]): StationConfig {
  const command = readStationCommand(args);
  if (command.kind === "run") return command.config;
  throw new GatehouseError("config.invalid", `--${command.kind} is for npm run station`);
}

/** Folder of an Electron that an administrator chose, by Electron's own variable; null otherwise. */
export function electronOverride(): string | null {
  return process.env.ELECTRON_OVERRIDE_DIST_PATH ?? null;
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        role: { type: "string" },
        scanner: { type: "string" },
        baud: { type: "string" },
        aim: { type: "boolean" },
        probe: { type: "string" },
        invitation: { type: "string" },
        broker: { type: "string" },
        data: { type: "string" },
        port: { type: "string" },
        shell: { type: "string" },
        headless: { type: "boolean" },
        kiosk: { type: "boolean" },
        language: { type: "string" },
        config: { type: "string" },
        "enrol-only": { type: "boolean" },
        open: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (cause) {
    const detail = optionProblem(cause) ?? String(cause);
    throw new GatehouseError("config.invalid", { detail, cause });
  }
}

function defaults(): Record<string, unknown> {
  const isRoot = process.getuid?.() === 0;
  const home = isRoot ? "/var/lib/gatehouse" : join(homedir(), ".local/share/gatehouse");
  return {
    dataFolder: process.env.GATEHOUSE_STATION_DATA ?? join(home, "station"),
    ...(process.env.GATEHOUSE_LOG_LEVEL ? { logLevel: process.env.GATEHOUSE_LOG_LEVEL } : {}),
    ...(process.env.GATEHOUSE_CHROMIUM ? { browser: process.env.GATEHOUSE_CHROMIUM } : {}),
  };
}

function readFile(path: string): Record<string, unknown> {
  try {
    // Editors on Windows put a byte order mark in front, which is no JSON (RFC 8259 clause 8.1).
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
    if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed)) {
      return { ...parsed };
    }
  } catch (cause) {
    throw new GatehouseError("config.invalid", { detail: `cannot read ${path}`, cause });
  }
  throw new GatehouseError("config.invalid", `${path} holds no JSON object`);
}

/** Only what was given, so that the file's values stay. */
function given(
  options: ReturnType<typeof readOptions>,
  file: Record<string, unknown>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  if (options.role !== undefined) values.role = options.role;
  if (options.data !== undefined) values.dataFolder = options.data;
  if (options.broker !== undefined) values.brokerUrl = options.broker;
  if (options.port !== undefined) values.port = Number(options.port);
  if (options.language !== undefined) values.language = options.language;
  if (options.invitation !== undefined) values.invitation = options.invitation;
  if (options.kiosk) values.window = "kiosk";
  if (options.headless || options.shell === "none") values.window = "none";
  else if (options.shell !== undefined) values.shell = options.shell;
  const scanner = {
    ...(typeof file.scanner === "object" ? file.scanner : {}),
    ...(options.scanner === undefined ? {} : { path: options.scanner }),
    ...(options.baud === undefined ? {} : { baudRate: Number(options.baud) }),
    ...(options.aim ? { sendsAimIds: true } : {}),
  };
  if (Object.keys(scanner).length > 0) values.scanner = scanner;
  if (options.probe !== undefined) values.room = withProbe(file.room, options.probe);
  return values;
}

function withProbe(room: unknown, path: string): unknown {
  const known: Record<string, unknown> = typeof room === "object" ? { ...room } : {};
  const [first, ...others]: unknown[] = Array.isArray(known.probes) ? known.probes : [];
  return { ...known, probes: [{ ...(typeof first === "object" ? first : {}), path }, ...others] };
}
