import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Logger } from "pino";

/**
 * Code of an event that the log did not take. A store that fails has said so once, in the log's
 * health; a line for each scan would bury it.
 */
export function refusalOf(error: unknown, logger: Logger): ErrorCode {
  const isKnown = error instanceof GatehouseError;
  const level = isKnown && error.code.startsWith("store.") ? "debug" : "error";
  logger[level]({ err: error }, "a record was not accepted");
  return isKnown ? error.code : "store.failed";
}
