import type { Role } from "@gatehouse/protocols/duty/roles";

/** The operators and their list, for the office page. */
export interface OperatorsView {
  /** The centre's clock when this was read, Unix ms. */
  readonly nowMs: number;
  /** By number. */
  readonly operators: readonly OperatorRow[];
  /** The newest issue; null where nobody was ever entered. */
  readonly list: { readonly version: number; readonly issuedAtMs: number } | null;
  /** Every station that was ever heard, by site and lane. */
  readonly stations: readonly StationListVersion[];
}

/** One person; the badge is masked, of the PIN nothing is told. */
export interface OperatorRow {
  readonly operatorId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Last four characters of the badge, `····` for a short one; null without a badge. */
  readonly badgeTail: string | null;
  /** First moment at which this person may work no more, Unix ms; null: no end. */
  readonly validUntilMs: number | null;
  readonly changedAtMs: number;
}

/** Which list a station works by, as it last said. */
export interface StationListVersion {
  readonly stationId: string;
  readonly siteName: string;
  readonly laneName: string;
  /** Null: it has none. */
  readonly version: number | null;
}
