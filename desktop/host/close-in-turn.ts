/** Something open. */
export interface Closable {
  close(): unknown;
}

/**
 * Closes what was opened last first, and empties the list. What cannot be closed keeps nothing
 * else open: all are tried before the first failure is thrown.
 */
export async function closeInTurn(held: Closable[]): Promise<void> {
  const failures: unknown[] = [];
  for (const one of held.splice(0).reverse()) {
    try {
      await one.close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
