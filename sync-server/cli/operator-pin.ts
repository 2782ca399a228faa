import type { Command } from "./command.ts";
import { openRegister } from "./open-register.ts";

/** `operator-pin`: a new PIN in place of a forgotten one. */
export const OPERATOR_PIN: Command = {
  summary: "give an operator a new PIN and print it",
  help: `Usage: npm run server -- operator-pin NO [--json]

Draws a new PIN and prints it, this once. The old one stops working on each station as soon as the
new list has reached it.`,
  options: [],
  positionals: { min: 1, max: 1 },
  async run(context, { positionals }) {
    const [operatorId = ""] = positionals;
    const { pin, version } = await (await openRegister(context)).renewPin(operatorId);
    return {
      lines: [`PIN ${pin}`, `${operatorId} has it by the list of operators, version ${version}`],
      json: { operatorId, pin, version },
    };
  },
};
