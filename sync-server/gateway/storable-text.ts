/**
 * True when every text in a JSON value can lie in the database: PostgreSQL's text and jsonb take
 * neither U+0000 nor half of a surrogate pair.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member));
}

/** The text with every control, surrogate or unassigned character shown as `·`. */
export function withoutControls(text: string): string {
  return text.replaceAll(/\p{C}/gu, "·");
}
