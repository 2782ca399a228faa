import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { z } from "zod";

/** Name of the environment variable that points a child process at its runtime file. */
const RUNTIME_VARIABLE = "GATEHOUSE_RUNTIME";
/** Names the configuration file where no `--config` does; set by the package's commands. */
const CONFIG_FILE_VARIABLE = "GATEHOUSE_CONFIG";

const port = z.coerce.number().int().min(0).max(65_535);
const hostName = z
  .string()
  .max(253)
  .refine((text) => isIP(text) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text), {
    message: "must be an IP address or a host name",
  });
const nameList = z.preprocess(
  (input) =>
    typeof input === "string"
      ? input
          .split(",")
          .map((name) => name.trim())
          .filter((name) => name !== "")
      : input,
  z.array(hostName).max(50),
);
const timeZone = z.string().refine(isTimeZone, { message: "must be an IANA time zone" });
const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, "must start with postgres://");

const configSchema = z.strictObject({
  /** Folder of everything the centre keeps. */
  dataFolder: z.string().startsWith("/", "must be an absolute path"),
  /** Address that broker and enrolment bind. Loopback unless set: opening the centre to a network is a decision. */
  host: hostName.default("127.0.0.1"),
  /** MQTT over TLS; 8883 is the port IANA registered for it. 0 = any free port, as for the others. */
  mqttPort: port.default(8883),
  enrolPort: port.default(8443),
  /** The web is plain HTTP in this version, so it binds loopback unless a proxy in front needs otherwise. */
  webHost: hostName.default("127.0.0.1"),
  webPort: port.default(7080),
  /** Further names and addresses by which stations reach the centre; the first one goes into invitations. */
  publicNames: nameList.default([]),
  /** Zone in which a day begins and ends in counts and reports. */
  timeZone: timeZone.default("Asia/Shanghai"),
  /** Shown at the head of the command centre. */
  city: z.string().min(1).max(60).default("示例市"),
  /** An external PostgreSQL; null starts the embedded one. */
  databaseUrl: databaseUrl.nullable().default(null),
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

/** Everything an operator can set, read and checked once. */
export type CentreConfig = Readonly<z.infer<typeof configSchema>>;

/** Environment variable of each setting; it wins over the file. */
const VARIABLES: { readonly [Key in keyof CentreConfig]: string } = {
  dataFolder: "GATEHOUSE_DATA",
  host: "GATEHOUSE_HOST",
  mqttPort: "GATEHOUSE_MQTT_PORT",
  enrolPort: "GATEHOUSE_ENROL_PORT",
  webHost: "GATEHOUSE_WEB_HOST",
  webPort: "GATEHOUSE_WEB_PORT",
  publicNames: "GATEHOUSE_PUBLIC_NAMES",
  timeZone: "GATEHOUSE_TIME_ZONE",
  city: "GATEHOUSE_CITY",
  databaseUrl: "DATABASE_URL",
  logLevel: "GATEHOUSE_LOG_LEVEL",
};

/** Environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where settings come from. */
export interface ConfigSource {
  /** JSON file named by `--config`; without it the one that `GATEHOUSE_CONFIG` names, if any. */
  readonly file?: string | undefined;
  /** Default: this process's own. */
  readonly environment?: Environment;
}

/**
 * Reads the file, then the environment over it, and freezes the answer.
 * @throws GatehouseError `config.invalid` naming every problem at once
 */
export function loadConfig(source: ConfigSource = {}): CentreConfig {
  const environment = source.environment ?? process.env;
  const merged = {
    dataFolder: defaultDataFolder(environment),
    ...settingsIn(source.file ?? environment[CONFIG_FILE_VARIABLE]),
    ...fromEnvironment(environment),
  };
  const parsed = configSchema.safeParse(merged);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map(describeIssue);
  throw new GatehouseError("config.invalid", problems.join("; "));
}

/** Path of the runtime file that the supervisor named in the environment, if any. */
export function runtimeFileFromEnvironment(environment: Environment = process.env): string | null {
  return environment[RUNTIME_VARIABLE] ?? null;
}

/** Environment of a supervised child: where its runtime file lies, and no database password. */
export function childEnvironment(
  runtimeFile: string,
  environment: Environment = process.env,
): Record<string, string> {
  const kept = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "NODE_OPTIONS"];
  const pairs = kept.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(pairs), [RUNTIME_VARIABLE]: runtimeFile };
}

/** Host that stations dial: the first public name, else the bound address, else this machine's name. */
export function publicHostOf(config: CentreConfig): string {
  const named = config.publicNames[0];
  if (named !== undefined) return named;
  return isUnspecified(config.host) ? hostname() : config.host;
}

/** Every name that the server certificate must carry besides the loopback ones. */
export function certificateNamesOf(config: CentreConfig): readonly string[] {
  const bound = isUnspecified(config.host) ? [] : [config.host];
  return [...new Set([hostname(), ...bound, ...config.publicNames])];
}

function isUnspecified(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function defaultDataFolder(environment: Environment): string {
  if (process.getuid?.() === 0) return "/var/lib/gatehouse/centre";
  const base = environment.XDG_DATA_HOME ?? join(homedir(), ".local", "share");
  return join(base, "gatehouse", "centre");
}

function fromEnvironment(environment: Environment): Record<string, string> {
  const pairs = Object.entries(VARIABLES).flatMap(([key, variable]) => {
    const value = environment[variable];
    return value === undefined || value === "" ? [] : [[key, value] as const];
  });
  return Object.fromEntries(pairs);
}

function settingsIn(path: string | undefined): Record<string, unknown> {
  if (path === undefined) return {};
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new GatehouseError("config.invalid", { detail: `${path} cannot be read as JSON`, cause });
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(input);
  if (parsed.success) return parsed.data;
  throw new GatehouseError("config.invalid", `${path} must hold a JSON object`);
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const key = String(issue.path[0] ?? "");
  const variable = Object.hasOwn(VARIABLES, key) ? VARIABLES[key as keyof CentreConfig] : "";
  const subject = variable === "" ? key : `${key} (${variable})`;
  return `${subject}: ${issue.message}`.replace(/^: /, "");
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
