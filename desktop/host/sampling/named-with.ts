import { MAX_ON_DUTY } from "@gatehouse/protocols/duty/roles";
import type { EventHeader } from "@gatehouse/protocols/event/envelope";

type Actors = EventHeader["actors"];

/**
 * Those on duty and who approved, each once, the approver last and in the role of the approval.
 * An event names four: of a full table the one who came last is left out, never the approver.
 */
export function namedWith(actors: Actors, approver: Actors[number]): Actors {
  const others = actors.filter(({ operatorId }) => operatorId !== approver.operatorId);
  return [...others.slice(0, MAX_ON_DUTY - 1), approver];
}
