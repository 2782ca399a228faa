import { ROLES } from "@gatehouse/protocols/duty/roles";
import { type NewOperatorInput, newOperatorSchema } from "../operators/operator-input.ts";
import { endOfDayMs } from "../operators/valid-until.ts";
import { type Command, type CommandInput, UsageError } from "./command.ts";
import { openRegister } from "./open-register.ts";

/** `operator-add`: a person who may stand at posts. */
export const OPERATOR_ADD: Command = {
  summary: "add a person who may stand at posts, and print the PIN",
  help: `Usage: npm run server -- operator-add --id NO --name NAME --role ROLE[,ROLE] [options]

Adds a person to the list of operators, signs the list anew and sends it to the stations. Prints the
PIN, which is shown this once; a forgotten one is replaced with operator-pin.

  --id NO             the number by which staff know each other: letters, digits, dashes
  --name NAME         up to 50 characters
  --role ROLE[,ROLE]  ${ROLES.slice(0, 4).join(", ")},
                      ${ROLES.slice(4).join(", ")}
  --badge TEXT        what a scanner reads from the badge (default: no badge, the number is typed)
  --until YYYY-MM-DD  last day of work, in the centre's time zone (default: no end)
  --json              one line of JSON: operatorId, pin, version (of the list)`,
  options: ["id", "name", "role", "badge", "until"],
  positionals: { min: 0, max: 0 },
  async run(context, input) {
    const { validUntil, ...operator } = personOf(input);
    const { timeZone } = context.runtime;
    const validUntilMs = validUntil === null ? null : endOfDayMs(validUntil, timeZone);
    const register = await openRegister(context);
    const { pin, version } = await register.add({ ...operator, validUntilMs });
    const { operatorId } = operator;
    return {
      lines: [`PIN ${pin}`, `${operatorId} is on the list of operators, version ${version}`],
      json: { operatorId, pin, version },
    };
  },
};

function personOf({ values }: CommandInput): NewOperatorInput {
  const parsed = newOperatorSchema.safeParse({
    operatorId: values.id,
    name: values.name,
    roles: values.role?.split(",").map((role) => role.trim()),
    badge: values.badge ?? null,
    validUntil: values.until ?? null,
  });
  if (parsed.success) return parsed.data;
  const fields = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  throw new UsageError([...fields].map((field) => PROBLEMS[field] ?? field).join("\n"));
}

const PROBLEMS: Readonly<Record<string, string>> = {
  operatorId: "--id must have 1 to 32 letters, digits or dashes",
  name: "--name must have 1 to 50 characters",
  roles: `--role must be one or more of ${ROLES.join(", ")}, with commas between`,
  badge: "--badge must have 1 to 256 characters",
  validUntil: "--until must be a day, such as 2026-12-31",
};
