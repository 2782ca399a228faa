import type { PostRole } from "@gatehouse/protocols/duty/roles";
import type { Result } from "@gatehouse/protocols/result";
import type { DutyHandlers, PostHandlers } from "@gatehouse/protocols/rpc/station-handlers";

/** Takes note of an act, as one line, and answers it. */
export type TakeAct = (given: string) => Promise<Result<true>>;

/** Coming and going: `signIn 1001 123456`, `leave 1001`, `endShift`, `lock`, `training on`. */
export function scriptedDuty(act: TakeAct): DutyHandlers {
  return {
    signIn: ({ who, pin }) => act(`signIn ${who} ${pin}`),
    leave: (operatorId) => act(`leave ${operatorId}`),
    endShift: () => act("endShift"),
    lock: () => act("lock"),
    setTraining: (isOn) => act(`training ${isOn ? "on" : "off"}`),
  };
}

/** The acts of a post. A typed code and an undone event are written as they are. */
export function scriptedPost(role: PostRole, act: TakeAct): PostHandlers {
  switch (role) {
    case "checkpoint":
      return { role, recordTyped: act, undo: act };
    case "sampling":
      return {
        role,
        enter: act,
        choosePoolSize: (size) => act(`poolSize ${size}`),
        undo: act,
        seal: ({ tubeId, swabs }) => act(`seal ${tubeId} ${swabs}`),
        quarantine: ({ tubeId, swabs, supervisor }) =>
          act(`quarantine ${tubeId} ${swabs} ${supervisor.who} ${supervisor.pin}`),
      };
    case "room":
      return {
        role,
        enter: act,
        undo: act,
        report: ({ checkEventId, note }) => act(`report ${checkEventId} ${note}`),
      };
  }
}
