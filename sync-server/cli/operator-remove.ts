import type { Command } from "./command.ts";
import { openRegister } from "./open-register.ts";

/** `operator-remove`: a person who may stand at no post any more. */
export const OPERATOR_REMOVE: Command = {
  summary: "take a person off the list of operators",
  help: `Usage: npm run server -- operator-remove NO [--json]

Takes the person off the list and sends the new one to the stations. What was recorded under the
number stays. The badge may be given to someone else.`,
  options: [],
  positionals: { min: 1, max: 1 },
  async run(context, { positionals }) {
    const [operatorId = ""] = positionals;
    const { version } = await (await openRegister(context)).remove(operatorId);
    return {
      lines: [`${operatorId} is off the list of operators, version ${version}`],
      json: { removed: operatorId, version },
    };
  },
};
