import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DemoCentre } from "./demo-centre.ts";

/** Somebody of the demonstration, with what he needs to sign in. */
export interface DemoPerson {
  readonly operatorId: string;
  readonly name: string;
  readonly role: string;
  /** Text of the badge. */
  readonly badge: string;
  readonly pin: string;
}

const STAFF = [
  { operatorId: "1001", name: "李卫", role: "guard" },
  { operatorId: "2001", name: "王护", role: "sampler" },
  { operatorId: "2002", name: "周岚", role: "registrar" },
  { operatorId: "3001", name: "赵工", role: "ops" },
  { operatorId: "9001", name: "陈班长", role: "supervisor" },
] as const;

/** Badges and PINs are made at the first start; this file of the demonstration keeps them. */
const FILE = "demo-people.json";

/**
 * The staff; on the first start they are put on the centre's list of operators. A start that was
 * ended in the middle of that may have left some there: they get a new PIN.
 */
export async function hireDemoPeople(
  centre: Pick<DemoCentre, "ask">,
  dataFolder: string,
): Promise<readonly DemoPerson[]> {
  const path = join(dataFolder, FILE);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as DemoPerson[];
  const { operators } = await centre.ask<{ operators: { operatorId: string }[] }>("operators");
  const known = new Set(operators.map(({ operatorId }) => operatorId));
  const people = await Promise.all(
    STAFF.map(async (staff): Promise<DemoPerson> => {
      const person = { ...staff, badge: `BADGE-${staff.operatorId}` };
      const isKnown = known.has(person.operatorId);
      const command = isKnown ? ["operator-pin", person.operatorId] : addition(person);
      const { pin } = await centre.ask<{ pin: string }>(...command);
      return { ...person, pin };
    }),
  );
  // Whole or not at all: half a file would stop each later start.
  writeFileSync(`${path}.new`, JSON.stringify(people, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return people;
}

function addition({ operatorId, name, role, badge }: Omit<DemoPerson, "pin">): readonly string[] {
  const who = ["--id", operatorId, "--name", name, "--role", role, "--badge", badge];
  return ["operator-add", ...who];
}

/** One of the staff. @throws Error when nobody has that role */
export function personFor(people: readonly DemoPerson[], role: DemoPerson["role"]): DemoPerson {
  const person = people.find((one) => one.role === role);
  if (person) return person;
  throw new Error(`nobody in this demonstration is a ${role}; start it once with --fresh`);
}
