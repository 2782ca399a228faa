import { readFileSync } from "node:fs";
import { isErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { z } from "zod";
import { runtimeFileFromEnvironment } from "./config.ts";

/*
 * supervisor ── fork, GATEHOUSE_RUNTIME=<0600 file> ──▶ gateway, web
 *            ◀── {type:"ready", ports} or {type:"failed", code, message} ──
 *            ── SIGTERM or the channel's end: close cleanly, then exit ──▶
 */

/** Name of the runtime file in the data folder. */
export const RUNTIME_FILE = "runtime.json";

const port = z.number().int().min(0).max(65_535);

/** How a `pg.Pool` reaches the database: an embedded server's socket folder, or an operator's URL. */
export const connectionSchema = z.union([
  z.strictObject({ connectionString: z.string() }),
  z.strictObject({
    host: z.string(),
    port,
    user: z.string(),
    password: z.string(),
    database: z.string(),
  }),
]);
/** See `connectionSchema`. */
export type Connection = z.infer<typeof connectionSchema>;

/** What a child needs to know; lies in `<dataFolder>/runtime.json`, mode 0600, since it holds the database password. */
export const runtimeInfoSchema = z.strictObject({
  /** Process id of the supervisor, for a message to a person. */
  supervisorPid: z.number().int(),
  dataFolder: z.string(),
  keysFolder: z.string(),
  logsFolder: z.string(),
  /** Address that broker and enrolment bind. */
  host: z.string(),
  /** Ports to bind; 0 = any free one. After the first start they hold what was bound, so that a restart keeps it. */
  mqttPort: port,
  enrolPort: port,
  webHost: z.string(),
  webPort: port,
  /** Host that stations dial, for `brokerUrl` and invitations. */
  publicHost: z.string(),
  /** Names that the server certificate carries besides the loopback ones. */
  certificateNames: z.array(z.string()),
  database: connectionSchema,
  timeZone: z.string(),
  city: z.string(),
  logLevel: z.enum(["debug", "info", "warn", "error"]),
  /** SHA-256 of the CA certificate's DER, lower-case hex. */
  caFingerprint: z.string(),
  /** Where the centre answers; null until every child was ready once. */
  addresses: z
    .strictObject({ webUrl: z.string(), brokerUrl: z.string(), enrolUrl: z.string() })
    .nullable(),
});
/** See `runtimeInfoSchema`. */
export type RuntimeInfo = z.infer<typeof runtimeInfoSchema>;

/** Ports that a child bound, in its `ready`. */
export const childPortsSchema = z.strictObject({
  mqttPort: port.optional(),
  enrolPort: port.optional(),
  webPort: port.optional(),
});
/** See `childPortsSchema`. */
export type ChildPorts = z.infer<typeof childPortsSchema>;

/** What a child says to its supervisor. */
export const childMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready"), ports: childPortsSchema }),
  z.strictObject({
    type: z.literal("failed"),
    /** Code from the error table; null for a fault that has none. */
    code: z.string().refine(isErrorCode).nullable(),
    message: z.string().max(2_000),
  }),
]);
/** See `childMessageSchema`. */
export type ChildMessage = z.infer<typeof childMessageSchema>;

/**
 * Reads the runtime file that the supervisor named.
 * @param path default: what the environment says
 * @throws GatehouseError `centre.not-running` when there is none or it cannot be read
 */
export function loadRuntime(path = runtimeFileFromEnvironment()): RuntimeInfo {
  if (path === null) throw new GatehouseError("centre.not-running", "no runtime file is named");
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new GatehouseError("centre.not-running", { detail: path, cause });
  }
  const parsed = runtimeInfoSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new GatehouseError("centre.not-running", {
    detail: `${path} is malformed`,
    cause: parsed.error,
  });
}

/** Tells the supervisor that this process listens; does nothing when started by hand. */
export async function reportReady(ports: ChildPorts): Promise<void> {
  await send({ type: "ready", ports });
}

/** Tells the supervisor why this process cannot start; resolves when that is on its way. */
export async function reportFailure(error: unknown): Promise<void> {
  const code = error instanceof GatehouseError ? error.code : null;
  const message = error instanceof Error ? error.message : String(error);
  await send({ type: "failed", code, message: message.slice(0, 2_000) });
}

/** A supervisor that is gone hears nothing, and that is no failure: its end stops this process anyway. */
function send(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}
