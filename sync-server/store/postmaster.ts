import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Logger } from "pino";
import { LOG_LIMITS, RotatingFile } from "../rotating-file.ts";
import { readIfThere } from "./durable-file.ts";
import type { PostgresAccount } from "./postgres-account.ts";
import { lastLines, postgresEnvironment } from "./postgres-cluster.ts";
import { SOCKET_PORT } from "./socket-folder.ts";

/** util-linux's `setpriv` asks the kernel to end the database with us, whatever ends us (prctl(2), PR_SET_PDEATHSIG). */
const SETPRIV = "/usr/bin/setpriv";
/** A fast shutdown writes one checkpoint; a slow disk may need this long. */
const FAST_SHUTDOWN_MS = 60_000;
/** Kept of the database's own words for an error message. */
const MAX_TAIL_LENGTH = 4_000;

/** Settings beside PostgreSQL's defaults (`fsync` and `full_page_writes` are said because all rests on them). */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  password_encryption: "scram-sha-256",
  unix_socket_permissions: "0700",
  shared_buffers: "256MB",
  max_connections: "40",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  timezone: "UTC",
  log_timezone: "UTC",
  // Values of a failed statement are personal data; they stay out of the log.
  log_parameter_max_length_on_error: "0",
  log_parameter_max_length: "0",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

/** What the server process needs. */
export interface PostmasterOptions {
  readonly program: string;
  readonly clusterFolder: string;
  readonly socketFolder: string;
  readonly account: PostgresAccount;
  /** File for the server's own log. */
  readonly logFile: string;
  readonly logger: Logger;
}

/** A running server process. */
export interface Postmaster {
  /** Its last words, for an error. */
  tail(): string;
  /** Resolves when the process has ended, with how. */
  readonly ended: Promise<string>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

/** Starts the server process; it is not yet accepting connections. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { account, clusterFolder } = options;
  const isTied = await exists(SETPRIV);
  const command = [options.program, ...serverArguments(options)];
  const [file = "", ...args] = isTied ? [SETPRIV, "--pdeathsig=INT", ...command] : command;
  const child = spawn(file, args, {
    ...(account.isOther ? { uid: account.uid, gid: account.gid } : {}),
    cwd: clusterFolder,
    env: postgresEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own: Ctrl-C at a terminal is for the centre, which ends the database last.
    detached: true,
  });
  const tail = collectLog(child, options.logFile);
  const ended = endOf(child);
  let stopping: Promise<void> | null = null;
  return {
    tail,
    ended,
    stop() {
      stopping ??= stopChild(child, ended, options.logger);
      return stopping;
    },
  };
}

/**
 * Ends a server that an earlier, killed centre left behind on this cluster. The process named in the
 * pid file is touched only if it works in the cluster's folder, so a recycled pid is safe.
 */
export async function stopStalePostmaster(clusterFolder: string, logger: Logger): Promise<void> {
  const text = await readIfThere(join(clusterFolder, "postmaster.pid"));
  const pid = Number.parseInt(text?.toString().split("\n")[0] ?? "", 10);
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  if (!(await worksIn(pid, clusterFolder))) return;
  logger.warn({ pid }, "a database server was left behind; stopping it");
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    process.kill(pid, signal);
    if (await isGoneWithin(pid, clusterFolder, FAST_SHUTDOWN_MS)) return;
  }
  throw new GatehouseError("db.start-failed", `the old database server ${pid} does not end`);
}

function serverArguments(options: PostmasterOptions): string[] {
  const own = { unix_socket_directories: options.socketFolder, port: String(SOCKET_PORT) };
  const settings = Object.entries({ ...SETTINGS, ...own });
  return [
    "-D",
    options.clusterFolder,
    ...settings.flatMap(([key, value]) => ["-c", `${key}=${value}`]),
  ];
}

function collectLog(child: ChildProcess, path: string): () => string {
  const file = new RotatingFile(path, LOG_LIMITS);
  let tail = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    file.write(chunk);
    tail = (tail + chunk.toString()).slice(-MAX_TAIL_LENGTH);
  });
  child.stderr?.once("close", () => file.close());
  return () => lastLines(tail);
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

async function stopChild(child: ChildProcess, ended: Promise<string>, logger: Logger) {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.kill(signal);
    const timer = new AbortController();
    const late = delay(FAST_SHUTDOWN_MS, "late", { signal: timer.signal }).catch(() => "stopped");
    const outcome = await Promise.race([ended, late]);
    timer.abort();
    if (outcome !== "late") break;
    logger.error({ signal }, "the database server does not end");
  }
  if (child.stderr && !child.stderr.closed) await once(child.stderr, "close");
}

async function worksIn(pid: number, clusterFolder: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(clusterFolder));
  } catch {
    // No such process, or not one that we may look at: not ours.
    return false;
  }
}

async function isGoneWithin(pid: number, clusterFolder: string, timeoutMs: number) {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 50) {
    if (!(await worksIn(pid, clusterFolder))) return true;
    await delay(50);
  }
  return false;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
