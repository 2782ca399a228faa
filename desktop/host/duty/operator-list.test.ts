import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import { ROLES_AT } from "@gatehouse/protocols/duty/roles";
import { beforeAll, describe, expect, it } from "vitest";
import { NOON_MS } from "../event-log/log-fixture.ts";
import { OperatorList } from "./operator-list.ts";
import { person, type TestOperators, testOperators } from "./test-operators.ts";

let centre: TestOperators;

beforeAll(async () => {
  centre = await testOperators();
});

function listOf(bundle: Bundle): OperatorList {
  const list = OperatorList.from(bundle);
  if (!list.ok) throw new TypeError(list.reason);
  return list.value;
}

describe("a list of operators", () => {
  it("finds somebody by the badge's exact text or the number in any case, and nobody else", () => {
    const list = listOf(centre.bundle);
    const { badge, operatorId, name } = centre.people.guard;
    for (const who of [badge, operatorId, "g-1001", " G-1001 "]) {
      expect(list.find(who)?.name).toBe(name);
    }
    for (const who of [badge.toUpperCase(), "G-100", "", "__proto__"]) {
      expect(list.find(who)).toBeNull();
    }
  });

  it("lets somebody act in the first role that he has at the post", async () => {
    const both = { ...person("B-1", "兼", "guard"), roles: ["supervisor", "guard"] as const };
    const list = listOf(await centre.issue({ people: [both] }));
    expect(list.standing("B-1", ROLES_AT.checkpoint, NOON_MS)).toMatchObject({
      value: { operatorId: "B-1", role: "guard" },
    });
    expect(list.standing("b-1", ROLES_AT.room, NOON_MS)).toMatchObject({
      value: { role: "supervisor" },
    });
  });

  it("lets somebody act until the permission ends, and counts who may stand at a post", async () => {
    const brief = { ...person("G-2", "短", "guard"), validUntilMs: NOON_MS };
    const people = [...Object.values(centre.people), brief];
    const list = listOf(await centre.issue({ people }));
    expect(list.standing("G-2", ROLES_AT.checkpoint, NOON_MS).ok).toBe(true);
    expect(list.standing("G-2", ROLES_AT.checkpoint, NOON_MS + 1)).toMatchObject({
      reason: "expired",
    });
    expect(list.eligible("checkpoint", NOON_MS)).toBe(3);
    expect(list.eligible("checkpoint", NOON_MS + 1)).toBe(2);
    expect(list.eligible("sampling", NOON_MS)).toBe(3);
  });

  it("has a PIN of nobody that costs as much as a person's", async () => {
    const { memoryKiB, passes } = listOf(centre.bundle).decoyPin;
    expect({ memoryKiB, passes }).toEqual({ memoryKiB: 8_192, passes: 1 });
    expect(listOf(await centre.issue({ people: [] })).decoyPin.passes).toBe(1);
  });
});
