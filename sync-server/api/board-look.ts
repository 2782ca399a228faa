import type { Transaction } from "kysely";
import type { CentreTables } from "../store/tables.ts";

/** One look at the database: everything on a board is read in it and as of it. */
export interface BoardLook {
  readonly reader: Transaction<CentreTables>;
  readonly nowMs: number;
  /** IANA name of the centre's time zone. */
  readonly timeZone: string;
  /** Today in it, `YYYY-MM-DD`. */
  readonly day: string;
}
