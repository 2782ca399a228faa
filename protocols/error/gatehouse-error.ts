import { ERROR_TABLE, type ErrorCode } from "./error-table.ts";

/** A failed operation (port lost, broker refused, disk full). Bad data is a `Result`, a bug is an assertion. */
export class GatehouseError extends Error {
  override readonly name = "GatehouseError";
  readonly code: ErrorCode;
  /** True when doing the same again later can succeed without anyone acting. */
  readonly retryable: boolean;

  /** @param about a detail for a log (paths, ports, codes; never personal data) and what caused it */
  constructor(
    code: ErrorCode,
    about: string | { readonly detail?: string; readonly cause?: unknown } = {},
  ) {
    const row = ERROR_TABLE[code];
    const { detail, cause = undefined } = typeof about === "string" ? { detail: about } : about;
    const where = detail ? ` (${detail})` : "";
    super(`${row.en}${where}. ${row.actionEn}.`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = row.retryable;
  }
}
