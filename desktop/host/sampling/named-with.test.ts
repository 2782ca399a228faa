import { expect, it } from "vitest";
import { namedWith } from "./named-with.ts";

const APPROVER = { operatorId: "s", role: "supervisor" } as const;
const sampler = (operatorId: string) => ({ operatorId, role: "sampler" }) as const;

it.each([
  { who: "beside one", on: ["a"], named: ["a", "s"] },
  { who: "once when on duty too", on: ["s", "a"], named: ["a", "s"] },
  { who: "in the place of a fourth", on: ["a", "b", "c", "d"], named: ["a", "b", "c", "s"] },
  { who: "as one of four on duty", on: ["a", "s", "c", "d"], named: ["a", "c", "d", "s"] },
])("names an approver $who", ({ on, named }) => {
  const actors = namedWith(on.map(sampler), APPROVER);
  expect(actors.map(({ operatorId }) => operatorId)).toEqual(named);
  expect(actors.at(-1)).toEqual(APPROVER);
});
