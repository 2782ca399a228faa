import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import { PIN_PATTERN } from "../bundle/operators.ts";
import type { PostRole } from "../duty/roles.ts";
import { MAX_SWABS } from "../event/pool-sizes.ts";
import { MAX_NOTE_LENGTH } from "../event/room-events.ts";
import { MAX_PAYLOAD_LENGTH } from "../event/scan-events.ts";
import type { Result } from "../result.ts";
import type { PostHandlers, StationHandlers } from "./station-handlers.ts";

const trpc = initTRPC.create();
const credentials = z.strictObject({
  /** Text of a badge, or an operator number. */
  who: z.string().min(1).max(256),
  pin: z.string().regex(PIN_PATTERN),
});
const eventId = z.strictObject({ eventId: z.string().max(64) });
const tubeId = z.string().max(64);
const swabs = z.number().int().min(0).max(MAX_SWABS);
const poolSize = z.union([z.literal(1), z.literal(5), z.literal(10), z.literal(20)]);
const typed = z.strictObject({ payload: z.string().min(1).max(MAX_PAYLOAD_LENGTH) });

/**
 * The contract between a station's host and its screens, one for every shell. Acts of another
 * post than the station's are refused with `post.other-role`.
 */
export function createStationRouter(handlers: StationHandlers) {
  const { duty } = handlers;
  const at = <Role extends PostRole>(role: Role) => handlersAt(handlers.post(), role);
  const { procedure } = trpc;
  return trpc.router({
    view: procedure.subscription(async function* view({ signal }) {
      yield* handlers.watch(signal);
    }),
    duty: trpc.router({
      signIn: procedure.input(credentials).mutation(({ input }) => answered(duty.signIn(input))),
      leave: procedure
        .input(z.strictObject({ operatorId: z.string().max(64) }))
        .mutation(({ input }) => answered(duty.leave(input.operatorId))),
      endShift: procedure.mutation(() => answered(duty.endShift())),
      lock: procedure.mutation(() => answered(duty.lock())),
      setTraining: procedure
        .input(z.strictObject({ isOn: z.boolean() }))
        .mutation(({ input }) => answered(duty.setTraining(input.isOn))),
    }),
    checkpoint: trpc.router({
      recordTyped: procedure
        .input(typed)
        .mutation(({ input }) => answered(at("checkpoint").recordTyped(input.payload))),
      undo: procedure
        .input(eventId)
        .mutation(({ input }) => answered(at("checkpoint").undo(input.eventId))),
    }),
    sampling: trpc.router({
      enter: procedure
        .input(typed)
        .mutation(({ input }) => answered(at("sampling").enter(input.payload))),
      choosePoolSize: procedure
        .input(z.strictObject({ poolSize }))
        .mutation(({ input }) => answered(at("sampling").choosePoolSize(input.poolSize))),
      undo: procedure
        .input(eventId)
        .mutation(({ input }) => answered(at("sampling").undo(input.eventId))),
      seal: procedure
        .input(z.strictObject({ tubeId, swabs }))
        .mutation(({ input }) => answered(at("sampling").seal(input))),
      quarantine: procedure
        .input(z.strictObject({ tubeId, swabs, supervisor: credentials }))
        .mutation(({ input }) => answered(at("sampling").quarantine(input))),
    }),
    room: trpc.router({
      enter: procedure
        .input(typed)
        .mutation(({ input }) => answered(at("room").enter(input.payload))),
      undo: procedure
        .input(eventId)
        .mutation(({ input }) => answered(at("room").undo(input.eventId))),
      report: procedure
        .input(
          z.strictObject({
            checkEventId: z.string().max(64),
            note: z.string().trim().min(1).max(MAX_NOTE_LENGTH),
          }),
        )
        .mutation(({ input }) => answered(at("room").report(input))),
    }),
  });
}

/** The router's type, all that a screen needs. */
export type StationRouter = ReturnType<typeof createStationRouter>;

function handlersAt<Role extends PostRole>(
  handlers: PostHandlers,
  role: Role,
): Extract<PostHandlers, { role: Role }> {
  if (handlers.role === role) return handlers as Extract<PostHandlers, { role: Role }>;
  throw refusal("post.other-role");
}

/** An answer's value, or its refusal under a code of the error table. */
async function answered<Value>(answer: Promise<Result<Value>>): Promise<Value> {
  const result = await answer;
  if (result.ok) return result.value;
  throw refusal(result.reason);
}

function refusal(code: string): TRPCError {
  return new TRPCError({ code: "PRECONDITION_FAILED", message: code });
}
