import { z } from "zod";
import { roleSchema } from "../duty/roles.ts";

const operatorId = z.string().min(1).max(64);
const listVersion = z.number().int().min(1);

/** Body of `shift.started`; the shift's id is in the header, from this event on. */
const shiftStartedSchema = z.strictObject({
  /** Version of the operators bundle by which the first operator was let on. */
  operatorsVersion: listVersion,
});

/** Body of `shift.ended`. */
const shiftEndedSchema = z.strictObject({
  reason: z.enum(["ended", "handed-over"]),
});

/** Body of `operator.joined`: badge and PIN were right. */
const operatorJoinedSchema = z.strictObject({
  operatorId,
  role: roleSchema,
  operatorsVersion: listVersion,
});

/** Body of `operator.left`. */
const operatorLeftSchema = z.strictObject({ operatorId });

/** Body of `operator.refused`. Whoever has typed a wrong PIN too often is found by these. */
const operatorRefusedSchema = z.strictObject({
  /** Null when nobody is known by what was said. */
  operatorId: operatorId.nullable(),
  act: z.enum(["sign-in", "approve"]),
  reason: z.enum(["unknown", "wrong-pin", "expired", "no-role", "locked-out"]),
});

const nothing = z.strictObject({});

/** Body of `post.unlocked`. */
const unlockedSchema = z.strictObject({ operatorId });

/** Who stood at the post, and when. */
export const DUTY_EVENT_TYPES = {
  "shift.started": { schemaVersion: 1, body: shiftStartedSchema },
  "shift.ended": { schemaVersion: 1, body: shiftEndedSchema },
  "operator.joined": { schemaVersion: 1, body: operatorJoinedSchema },
  "operator.left": { schemaVersion: 1, body: operatorLeftSchema },
  "operator.refused": { schemaVersion: 1, body: operatorRefusedSchema },
  "post.locked": { schemaVersion: 1, body: nothing },
  "post.unlocked": { schemaVersion: 1, body: unlockedSchema },
  "training.started": { schemaVersion: 1, body: nothing },
  "training.ended": { schemaVersion: 1, body: nothing },
} as const;
