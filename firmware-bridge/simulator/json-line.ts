/** The fields of one JSON object on one line; null when the line is anything else. */
export function readJsonLine(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const input: unknown = JSON.parse(line);
    return typeof input === "object" && input !== null ? { ...input } : null;
  } catch {
    return null;
  }
}

/** Prints one JSON line; counts and states only, since what devices carry can be personal. */
export function sayJsonLine(fields: object): void {
  process.stdout.write(`${JSON.stringify(fields)}\n`);
}
