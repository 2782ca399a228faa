/** Something open. */
export interface Closable {
  close(): unknown;
}

/** Closes what was opened last first, and empties the list. */
export async function closeInTurn(held: Closable[]): Promise<void> {
  for (const one of held.splice(0).reverse()) await one.close();
}
