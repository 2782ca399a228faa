import type { PostRole } from "@gatehouse/protocols/duty/roles";
import type { DutyView } from "@gatehouse/protocols/rpc/station-view";
import type { DutyState } from "./duty-state.ts";
import type { OperatorList } from "./operator-list.ts";
import type { Presented } from "./presented-badge.ts";

/** What the view is made of. */
export interface DutyViewFacts {
  readonly duty: DutyState;
  readonly list: OperatorList | null;
  readonly presented: Presented | null;
  readonly role: PostRole;
  readonly nowMs: number;
}

/** Who stands at the post, as a screen shows it; the number stands in for a name that is gone. */
export function dutyViewOf(facts: DutyViewFacts): DutyView {
  const { state, operators, shift } = facts.duty;
  const nameOf = (operatorId: string) => facts.list?.byNumber(operatorId)?.name ?? operatorId;
  return {
    state,
    operators: operators.map((operator) => ({ ...operator, name: nameOf(operator.operatorId) })),
    shift,
    presented: presentedOf(facts),
    list: listOf(facts),
  };
}

function presentedOf({ presented, list }: DutyViewFacts): DutyView["presented"] {
  const operator = presented && list?.byNumber(presented.operatorId);
  if (!operator) return null;
  return { operatorId: operator.operatorId, name: operator.name, atMs: presented.atMs };
}

function listOf({ list, role, nowMs }: DutyViewFacts): DutyView["list"] {
  if (!list) return null;
  const { version, issuedAtMs, expiresAtMs } = list;
  return { version, issuedAtMs, expiresAtMs, eligible: list.eligible(role, nowMs) };
}
