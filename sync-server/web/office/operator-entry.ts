import type { Role } from "@gatehouse/protocols/duty/roles";
import type { OperatorRow } from "../../api/operators-view.ts";
import type { EditOperatorInput, NewOperatorInput } from "../../operators/operator-input.ts";
import type { Texts } from "../live/use-texts.ts";

/** What the form holds while it is open; an empty text means nothing. */
export interface OperatorEntry {
  readonly operatorId: string;
  readonly name: string;
  readonly roles: Role[];
  readonly badge: string;
  readonly isBadgeRemoved: boolean;
  /** Last day of work, `YYYY-MM-DD`. */
  readonly validUntil: string;
}

/** The form's first content. */
export function entryOf(row: OperatorRow | null, { clock }: Texts): OperatorEntry {
  const until = row?.validUntilMs ?? null;
  return {
    operatorId: row?.operatorId ?? "",
    name: row?.name ?? "",
    roles: [...(row?.roles ?? [])],
    badge: "",
    isBadgeRemoved: false,
    validUntil: until === null ? "" : clock.day(until - 1),
  };
}

/** A new person as entered. */
export function newOf(entry: OperatorEntry): NewOperatorInput {
  const { operatorId, badge } = entry;
  return { operatorId, ...commonOf(entry), badge: badge.trim() || null };
}

/** The change as entered: an empty badge field leaves the badge as it is. */
export function editOf(entry: OperatorEntry, { operatorId }: OperatorRow): EditOperatorInput {
  const change = { operatorId, ...commonOf(entry) };
  if (entry.isBadgeRemoved) return { ...change, badge: null };
  const badge = entry.badge.trim();
  return badge === "" ? change : { ...change, badge };
}

function commonOf({ name, roles, validUntil }: OperatorEntry) {
  return { name, roles, validUntil: validUntil || null };
}
