import { ERROR_TABLE, type ErrorCode } from "./error-table.ts";

/** A failed operation (port lost, broker refused, disk full). Bad data is a `Result`, a bug is an assertion. */
export class GatehouseError extends Error {
  override readonly name = "GatehouseError";
  readonly code: ErrorCode;
  /** True when doing the same again later can succeed without anyone acting. */
  readonly retryable: boolean;

  /** @param detail for a log: paths, ports, codes; never personal data */
  constructor(code: ErrorCode, detail?: string, options?: { cause?: unknown }) {
    const row = ERROR_TABLE[code];
    super(`${row.en}${detail ? ` (${detail})` : ""}. ${row.actionEn}.`, options);
    this.code = code;
    this.retryable = row.retryable;
  }
}
