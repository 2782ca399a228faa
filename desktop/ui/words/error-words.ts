import type { ErrorRow } from "@gatehouse/protocols/error/error-row";
import { POST_ERRORS } from "@gatehouse/protocols/error/post-errors";
import { STATION_ERRORS } from "@gatehouse/protocols/error/station-errors";

/** What happened and what to do, in one language. */
export interface ErrorWords {
  readonly title: string;
  readonly action: string;
}

/** What a running station can say; troubles of its setting up stand on the terminal. */
const ROWS = new Map<string, ErrorRow>(Object.entries({ ...STATION_ERRORS, ...POST_ERRORS }));

/** The error table's words for a code; null for a code that no screen shows. */
export function errorWords(code: string | null, language: string): ErrorWords | null {
  const row = code === null ? undefined : ROWS.get(code);
  if (row === undefined) return null;
  return language === "en"
    ? { title: row.en, action: row.actionEn }
    : { title: row.zh, action: row.actionZh };
}
