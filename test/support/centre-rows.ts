import { join } from "node:path";
import { loadRuntime } from "@gatehouse/sync-server/process-contract";
import pg from "pg";

/** Runs one query on the database of the centre whose data lies in `centreFolder`. */
export async function queryCentre<Row extends pg.QueryResultRow>(
  centreFolder: string,
  sql: string,
): Promise<Row[]> {
  const { database } = loadRuntime(join(centreFolder, "runtime.json"));
  const client = new pg.Client(database);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
