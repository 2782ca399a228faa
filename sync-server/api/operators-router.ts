import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import {
  type EditOperatorInput,
  editOperatorSchema,
  type NewOperatorInput,
  newOperatorSchema,
  operatorIdSchema,
} from "../operators/operator-input.ts";
import type { OperatorsView } from "./operators-view.ts";

/** The list's version after a change. */
export interface ChangedList {
  readonly version: number;
}
/** The same, with a new PIN: this answer is the only place that ever holds it. */
export interface IssuedPin extends ChangedList {
  readonly pin: string;
}

/** What the centre does about operators; each throws a GatehouseError `operator.…` to refuse. */
export interface OperatorsHandlers {
  list(): Promise<OperatorsView>;
  add(input: NewOperatorInput): Promise<IssuedPin>;
  edit(input: EditOperatorInput): Promise<ChangedList>;
  newPin(operatorId: string): Promise<IssuedPin>;
  remove(operatorId: string): Promise<ChangedList>;
}

const { router, procedure } = initTRPC.create();
const oneSchema = z.strictObject({ operatorId: operatorIdSchema });

/** The part of the contract with the web app that is about operators. */
export function createOperatorsRouter(handlers: OperatorsHandlers) {
  return router({
    list: procedure.query(() => answered(handlers.list())),
    add: procedure.input(newOperatorSchema).mutation(({ input }) => answered(handlers.add(input))),
    edit: procedure
      .input(editOperatorSchema)
      .mutation(({ input }) => answered(handlers.edit(input))),
    newPin: procedure
      .input(oneSchema)
      .mutation(({ input }) => answered(handlers.newPin(input.operatorId))),
    remove: procedure
      .input(oneSchema)
      .mutation(({ input }) => answered(handlers.remove(input.operatorId))),
  });
}

/** An answer, or its refusal under a code of the error table. */
function answered<Value>(answer: Promise<Value>): Promise<Value> {
  return answer.catch((error: unknown) => Promise.reject(refusalOf(error)));
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof GatehouseError)) return error;
  return new TRPCError({ code: "PRECONDITION_FAILED", message: error.code, cause: error });
}
