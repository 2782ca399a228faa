import { ERROR_TABLE, isErrorCode } from "@gatehouse/protocols/error/error-table";

/** What happened and what to do, in one language. */
export interface ErrorWords {
  readonly title: string;
  readonly action: string;
}

/** The error table's words for a code; null for a code that it does not hold. */
export function errorWords(code: string | null, language: string): ErrorWords | null {
  if (code === null || !isErrorCode(code)) return null;
  const row = ERROR_TABLE[code];
  return language === "en"
    ? { title: row.en, action: row.actionEn }
    : { title: row.zh, action: row.actionZh };
}
