import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import { MAX_PAYLOAD_LENGTH } from "../event/event-types.ts";
import type { Result } from "../result.ts";
import type { ScanView, StationView } from "./station-view.ts";

/** The part of an AbortSignal that a watcher needs; protocols knows no platform type. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once: boolean }): void;
  /** Present on an AbortSignal; a watcher that ends first takes its listener back. */
  removeEventListener?(type: "abort", listener: () => void): void;
}

/** What the host does for its screen. Refusals carry a code from the error table. */
export interface StationHandlers {
  /** The view now and at each change, until `stop` aborts; a slow reader gets the newest only. */
  watch(stop: StopSignal | undefined): AsyncIterable<StationView>;
  /** Records a code that the guard typed. */
  recordTyped(payload: string): Promise<Result<ScanView>>;
  /** Voids the newest own scan within five minutes. */
  undo(eventId: string): Promise<Result<true>>;
}

const trpc = initTRPC.create();

/** The contract between a station's host and its screens, one for every shell. */
export function createStationRouter(handlers: StationHandlers) {
  return trpc.router({
    view: trpc.procedure.subscription(async function* view({ signal }) {
      yield* handlers.watch(signal);
    }),
    recordTyped: trpc.procedure
      .input(z.strictObject({ payload: z.string().min(1).max(MAX_PAYLOAD_LENGTH) }))
      .mutation(async ({ input }) => valueOrThrow(await handlers.recordTyped(input.payload))),
    undo: trpc.procedure
      .input(z.strictObject({ eventId: z.string().max(64) }))
      .mutation(async ({ input }) => valueOrThrow(await handlers.undo(input.eventId))),
  });
}

/** The router's type, all that a screen needs. */
export type StationRouter = ReturnType<typeof createStationRouter>;

function valueOrThrow<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new TRPCError({ code: "PRECONDITION_FAILED", message: result.reason });
}
