import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { Client } from "pg";
import type { Logger } from "pino";
import type { Connection } from "../process-contract.ts";
import {
  handOver,
  makeAccountFolder,
  openPassage,
  resolvePostgresAccount,
} from "./postgres-account.ts";
import { installPostgresBinaries } from "./postgres-binaries.ts";
import { DATABASE_USER, ensureCluster } from "./postgres-cluster.ts";
import { type Postmaster, startPostmaster, stopStalePostmaster } from "./postmaster.ts";
import { makeSocketFolder, SOCKET_PORT } from "./socket-folder.ts";

/** Name of the centre's database. */
const DATABASE_NAME = "gatehouse";
/** Recovery after a power cut replays at most one checkpoint's worth of log; slow disks take minutes. */
const START_DEADLINE_MS = 10 * 60_000;

/** SQLSTATE 57P03: the server is starting up or recovering. */
const CANNOT_CONNECT_NOW = "57P03";
/** SQLSTATE 3D000: no such database. */
const NO_SUCH_DATABASE = "3D000";

/** Where the database lives and to whom it reports. */
export interface EmbeddedPostgresOptions {
  /** The centre's data folder; ours are `postgres/`, `keys/database-password` and `logs/postgres.log` in it. */
  readonly dataFolder: string;
  readonly logger: Logger;
}

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  readonly connection: Extract<Connection, { host: string }>;
  /** Resolves with how the server ended, asked to or not. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts the packaged PostgreSQL on a Unix socket, making the cluster and the database on the first
 * start. The caller holds the data folder's lock: a server found running there is a leftover and is ended.
 * @throws GatehouseError `db.start-failed` with the server's last words
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const logger = options.logger.child({ module: "postgres" });
  try {
    return await start(options.dataFolder, logger);
  } catch (error) {
    if (error instanceof GatehouseError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new GatehouseError("db.start-failed", { detail, cause: error });
  }
}

/** What PostgreSQL insists on owning. */
const OWNED_PARTS = ["cluster", "socket"];

async function start(dataFolder: string, logger: Logger): Promise<EmbeddedPostgres> {
  const account = await resolvePostgresAccount();
  const parent = join(dataFolder, "postgres");
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  await openPassage(dataFolder, account);
  await makeAccountFolder(parent, account);
  for (const part of OWNED_PARTS) await handOver(join(parent, part), account);
  const binaries = await installPostgresBinaries(parent);
  const passwordFile = join(dataFolder, "keys", "database-password");
  const cluster = await ensureCluster({ parent, binaries, account, passwordFile });
  await stopStalePostmaster(cluster.folder, logger);
  const socketFolder = await makeSocketFolder(parent, account);
  const postmaster = await startPostmaster({
    program: binaries.postgres,
    clusterFolder: cluster.folder,
    socketFolder,
    account,
    logFile: join(dataFolder, "logs", "postgres.log"),
    logger,
  });
  const connection = {
    host: socketFolder,
    port: SOCKET_PORT,
    user: DATABASE_USER,
    password: cluster.password,
    database: DATABASE_NAME,
  };
  try {
    await waitUntilReady(connection, postmaster);
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
  logger.info({ socketFolder }, "database ready");
  return {
    connection,
    ended: postmaster.ended.then((how) => `${how}: ${postmaster.tail()}`),
    close: () => postmaster.stop(),
  };
}

async function waitUntilReady(connection: EmbeddedPostgres["connection"], postmaster: Postmaster) {
  const end: { reason: string | null } = { reason: null };
  void postmaster.ended.then((reason) => {
    end.reason = reason;
  });
  for (let waitedMs = 0; waitedMs < START_DEADLINE_MS; waitedMs += 50) {
    if (end.reason !== null) {
      throw new GatehouseError("db.start-failed", `${end.reason}: ${postmaster.tail()}`);
    }
    if (await ensureDatabase(connection)) return;
    await delay(50);
  }
  throw new GatehouseError("db.start-failed", `not ready in time: ${postmaster.tail()}`);
}

/** True once our database answers; false while the server is still starting. */
async function ensureDatabase(connection: EmbeddedPostgres["connection"]): Promise<boolean> {
  try {
    await runOnce(connection, "select 1");
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === NO_SUCH_DATABASE) {
      await runOnce({ ...connection, database: "postgres" }, `create database ${DATABASE_NAME}`);
      return true;
    }
    if (code === CANNOT_CONNECT_NOW || code === "ENOENT" || code === "ECONNREFUSED") return false;
    throw error;
  }
}

async function runOnce(connection: EmbeddedPostgres["connection"], sql: string): Promise<void> {
  const client = new Client(connection);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}
