import { initTRPC } from "@trpc/server";
import type { BoardView } from "./board-view.ts";
import { createOperatorsRouter, type OperatorsHandlers } from "./operators-router.ts";

/** The part of an AbortSignal that a watcher needs; the browser's types know no other. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once: boolean }): void;
}

/** What the centre does for its screens. */
export interface CentreHandlers {
  /** The board now and at each change, until `stop` aborts; a slow reader gets the newest only. */
  watchBoard(stop: StopSignal | undefined): AsyncIterable<BoardView>;
  readonly operators: OperatorsHandlers;
}

// Stacks are for the log, not for a screen.
const trpc = initTRPC.create({ isDev: false });

/** The contract between the centre and its web app. */
export function createCentreRouter(handlers: CentreHandlers) {
  return trpc.router({
    board: trpc.procedure.subscription(async function* board({ signal }) {
      yield* handlers.watchBoard(signal);
    }),
    operators: createOperatorsRouter(handlers.operators),
  });
}

/** The router's type, all that the web app needs. */
export type CentreRouter = ReturnType<typeof createCentreRouter>;
