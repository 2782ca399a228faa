import type { Pool, PoolClient } from "pg";

/**
 * Runs `work` in one transaction: COMMIT when it resolves, ROLLBACK when it throws.
 * A connection whose ROLLBACK fails is thrown away, not handed to the next caller.
 */
export async function inTransaction<Value>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const value = await work(client);
    await client.query("commit");
    return value;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query("rollback");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** SQLSTATE classes 22 (data exception), 23 (integrity constraint violation), 54 (program limit exceeded). */
const REFUSED_DATA = /^(22|23|54)[0-9A-Z]{3}$/;

/** True when the database refused what was given to it: trying the same again would fail the same way. */
export function isRefusedData(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && REFUSED_DATA.test(code);
}
