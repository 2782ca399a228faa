import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Pool, PoolClient } from "pg";
import { PROGRAM_FILES } from "../program-files.ts";
import { inTransaction } from "./transaction.ts";

/** Any fixed number: it names the lock that migrations of one database share ("gate" in ASCII). */
const MIGRATION_LOCK = 0x67617465;

/**
 * Applies each `schema/NNN-name.sql` that is not in `schema_version` yet, in order, in one transaction:
 * all or nothing, and two processes at once do it once.
 * @returns names of the files applied
 * @throws GatehouseError `db.start-failed` when the database is newer than this software
 */
export async function migrate(
  pool: Pool,
  folder: string = PROGRAM_FILES.schemaFolder,
): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{3}-.+\.sql$/.test(name)).sort();
  return inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    const done = await appliedFiles(client);
    refuseNewer(done, files);
    const missing = files.filter((name) => !done.includes(name));
    for (const name of missing) {
      await client.query(await readFile(join(folder, name), "utf8"));
      await client.query("insert into schema_version (name) values ($1)", [name]);
    }
    return missing;
  });
}

async function appliedFiles(client: PoolClient): Promise<string[]> {
  await client.query(
    `create table if not exists schema_version (
       name text primary key, applied_at timestamptz not null default now())`,
  );
  const { rows } = await client.query<{ name: string }>("select name from schema_version");
  return rows.map((row) => row.name);
}

function refuseNewer(done: readonly string[], known: readonly string[]): void {
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const detail = `the database was made by newer software (${unknown.join(", ")})`;
  throw new GatehouseError("db.start-failed", detail);
}
