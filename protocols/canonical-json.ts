/** A value that JSON can carry without loss. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * The one text of a JSON value: keys sorted by UTF-16 code units, no white space
 * (RFC 8785; numbers as ECMAScript prints them). Digests are taken over this text.
 * @throws TypeError on a number that JSON cannot carry (NaN, ±Infinity)
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError("canonical JSON cannot carry a non-finite number");
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = value as { readonly [key: string]: JsonValue };
  const texts = Object.keys(members)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(members[key] ?? null)}`);
  return `{${texts.join(",")}}`;
}
