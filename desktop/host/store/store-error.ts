import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";

/** https://sqlite.org/rescode.html: the low byte of an extended code is the primary one. */
const PRIMARY_CODE = 0xff;
const SQLITE_FULL = 13;

/** One row of a write cannot be stored; with it the whole write was taken back. */
export class RefusedRowError extends Error {
  override readonly name = "RefusedRowError";
  readonly documentId: string;

  /** @param reason for a log; never the value itself */
  constructor(documentId: string, reason: string) {
    super(`document ${documentId}: ${reason}`);
    this.documentId = documentId;
  }
}

/** A failed operation with what caused it. */
export function failedBy(cause: unknown, code: ErrorCode, detail: string): GatehouseError {
  return new GatehouseError(code, { detail, cause });
}

/** Names a failure of SQLite by its code from the error table; anything else is passed on as it is. */
export function storeErrorFrom(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  const code = (error.errcode & PRIMARY_CODE) === SQLITE_FULL ? "store.full" : "store.failed";
  return failedBy(error, code, `SQLite ${error.errcode}`);
}

/** True for SQLite's refusal because another connection holds the lock. */
export function isBusyError(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return isSqliteError(error) && (error.errcode & PRIMARY_CODE) === SQLITE_BUSY;
}

function isSqliteError(error: unknown): error is Error & { readonly errcode: number } {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ERR_SQLITE_ERROR" &&
    "errcode" in error &&
    typeof error.errcode === "number"
  );
}
