import { maskedTail } from "@gatehouse/protocols/sensitive";
import type { OperatorRecord } from "../operators/operator-store.ts";
import { lastDay } from "../operators/valid-until.ts";
import type { Command } from "./command.ts";
import { openRegister } from "./open-register.ts";

/** `operators`: who may stand at posts. */
export const OPERATORS: Command = {
  summary: "list the operators",
  help: `Usage: npm run server -- operators [--json]

Lists every operator: number, name, roles, the end of the badge, and the last day of work.`,
  options: [],
  positionals: { min: 0, max: 0 },
  async run(context) {
    const people = await (await openRegister(context)).all();
    const operators = people.map((person) => shownOf(person, context.runtime.timeZone));
    const lines = operators.map(({ operatorId, name, roles, badge, validUntil }) =>
      [operatorId, name, roles.join(","), badge ?? "no badge", validUntil ?? "no end"].join("  "),
    );
    return { lines: lines.length > 0 ? lines : ["no operators yet"], json: { operators } };
  },
};

function shownOf(person: OperatorRecord, timeZone: string) {
  const { operatorId, name, roles, badge, validUntilMs } = person;
  return {
    operatorId,
    name,
    roles,
    badge: badge === null ? null : `****${maskedTail(badge)}`,
    validUntil: validUntilMs === null ? null : lastDay(validUntilMs, timeZone),
  };
}
