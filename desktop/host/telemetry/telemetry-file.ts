import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Logger } from "pino";
import { openSqliteFile, type SqliteFile } from "../store/sqlite-file.ts";

/** The telemetry's file in the data folder. */
export const TELEMETRY_FILE = "telemetry.sqlite";
/** What a file that is of no use is called from then on; one is kept, for whoever looks into it. */
const MOVED_ASIDE = `${TELEMETRY_FILE}.unusable`;
const SCHEMA_VERSION = 1;
/** https://sqlite.org/rescode.html: CORRUPT and NOTADB by their low byte, two failed reads whole. */
const DAMAGE_CODES = [11, 26];
const DAMAGE_READ_CODES = [266, 522];

/** `id` rises with each host start, whatever order the event log gives its epochs. */
const SCHEMA = `
CREATE TABLE epoch (
  id INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL UNIQUE,
  epoch_order INTEGER NOT NULL,
  acked_seq INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE scrape (
  epoch_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  wall_time_ms INTEGER NOT NULL,
  clock_offset_ms REAL,
  reading TEXT NOT NULL,
  span TEXT,
  PRIMARY KEY (epoch_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX scrape_of_device ON scrape (device_id, wall_time_ms);
PRAGMA user_version = ${SCHEMA_VERSION};`;

/** A file that was read and is of no use. */
class UnusableFileError extends Error {
  override readonly name = "UnusableFileError";
}

/** Where telemetry lies, and whether it outlives this process. */
export interface TelemetryFile {
  readonly file: SqliteFile;
  readonly isLasting: boolean;
}

/**
 * Opens the telemetry's file. It never fails: a file that is damaged is moved aside and begun
 * anew, and where the disk gives no file at all, memory serves until the next start. A station
 * must not stand still for readings that the next poll brings again.
 */
export function openTelemetryFile(folder: string, logger: Logger): TelemetryFile {
  try {
    return { file: openOrReplace(folder, logger), isLasting: true };
  } catch (error) {
    logger.error({ err: error }, "no file for telemetry: kept in memory until the next start");
    return { file: checked(openSqliteFile(":memory:")), isLasting: false };
  }
}

function openOrReplace(folder: string, logger: Logger): SqliteFile {
  const path = join(folder, TELEMETRY_FILE);
  try {
    return checked(openSqliteFile(path));
  } catch (error) {
    if (!isDamage(error)) throw error;
    logger.warn({ err: error }, "telemetry file unusable: moved aside, begun anew");
  }
  // A journal without its file would be played into the new one.
  for (const end of ["-wal", "-shm"]) rmSync(`${path}${end}`, { force: true });
  renameSync(path, join(folder, MOVED_ASIDE));
  return checked(openSqliteFile(path));
}

/** A damaged page might be met days later, so all of it is read now: 0.1 s for 500,000 rows. */
function checked(file: SqliteFile): SqliteFile {
  try {
    // Rows of the last moments may go with the power; for events see `openSqliteFile`.
    file.exec("PRAGMA synchronous = NORMAL");
    const version = file.read(() => readVersion(file));
    if (version === 0) file.transaction(() => file.exec(SCHEMA));
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function readVersion(file: SqliteFile): number {
  const version = Number(file.statement("PRAGMA user_version").get()?.user_version);
  if (version > SCHEMA_VERSION) throw new UnusableFileError(`of a newer version: ${version}`);
  const finding = file.statement("PRAGMA quick_check(1)").get()?.quick_check;
  if (finding !== "ok") throw new UnusableFileError(`damaged: ${finding}`);
  return version;
}

/** A full disk or a folder without permission is no reason to give up a good file. */
function isDamage(error: unknown): boolean {
  if (error instanceof UnusableFileError) return true;
  const cause = error instanceof GatehouseError ? error.cause : null;
  if (!(cause instanceof Error && "errcode" in cause)) return false;
  const code = Number(cause.errcode);
  return DAMAGE_CODES.includes(code & 0xff) || DAMAGE_READ_CODES.includes(code);
}
