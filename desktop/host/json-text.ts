import { readFileSync } from "node:fs";

/** A file's text; null when there is none. */
export function readTextIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** The value that a JSON text holds; null for any other text, which no schema here takes. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The one way in which `JSON.parse` says that it is no JSON.
    return null;
  }
}
