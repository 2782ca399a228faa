import type { ErrorRow } from "./error-row.ts";
import { POST_ERRORS } from "./post-errors.ts";
import { SETUP_ERRORS } from "./setup-errors.ts";
import { STATION_ERRORS } from "./station-errors.ts";

/** Every failure that leaves a module, by its code; `docs/errors.md` mirrors it (tested both ways). */
export const ERROR_TABLE = {
  ...STATION_ERRORS,
  ...POST_ERRORS,
  ...SETUP_ERRORS,
} as const satisfies Record<string, ErrorRow>;

/** Code of a row. */
export type ErrorCode = keyof typeof ERROR_TABLE;

/** True for a code in the table. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_TABLE, code);
}
