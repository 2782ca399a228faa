import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GUARD, scanOf } from "../event-log/log-fixture.ts";
import { openPost, type TestPost } from "./duty-fixture.ts";
import { person, type TestOperators, type TestPerson, testOperators } from "./test-operators.ts";

const MINUTE_MS = 60_000;
const SECOND_GUARD = person("G-1002", "钱卫", "guard");

let centre: TestOperators;
let guard: TestPerson;
let list: Bundle;
let post: TestPost;

beforeAll(async () => {
  centre = await testOperators();
  ({ guard } = centre.people);
  list = await centre.issue({ people: [...Object.values(centre.people), SECOND_GUARD] });
});
beforeEach(async () => {
  post = await openPost(list);
});
afterEach(() => post.close());

function signIn({ badge, pin }: TestPerson) {
  return post.desk.signIn({ who: badge, pin });
}

/** Who is on duty, without what only this host start shows. */
function duty() {
  const { state, operators, shift } = post.desk.view();
  return { state, operators, shift };
}

describe("a host that starts again in the middle of a shift", () => {
  it("goes on with it at once: the same people, the same shift, nothing to type", async () => {
    await signIn(guard);
    await signIn(SECOND_GUARD);
    const before = duty();
    const told = await post.told();
    await post.restart();
    expect(duty()).toEqual(before);
    expect(post.desk.onDuty()).toMatchObject({ ok: true });
    expect(await post.told()).toEqual(told);
  });

  it("does so again and again, with those who came and went between", async () => {
    await signIn(guard);
    await post.restart();
    await signIn(SECOND_GUARD);
    await post.restart();
    await post.desk.leave(guard.operatorId);
    const before = duty();
    await post.restart();
    expect(duty()).toEqual(before);
    expect(before.operators.map(({ operatorId }) => operatorId)).toEqual(["G-1002"]);
  });

  it("stays locked when it was locked, and unlocked when it was unlocked again", async () => {
    await signIn(guard);
    await post.desk.lock();
    await post.restart();
    expect(duty().state).toBe("locked");
    await signIn(guard);
    await post.restart();
    expect(duty().state).toBe("on");
  });

  it("tells the shift that took over from the one before it", async () => {
    await signIn(guard);
    await post.desk.lock();
    await signIn(SECOND_GUARD);
    const before = duty();
    await post.restart();
    expect(duty()).toEqual(before);
  });

  it("has nobody on duty after the shift ended", async () => {
    await signIn(guard);
    await post.desk.endShift();
    await post.restart();
    expect(duty()).toEqual({ state: "off", operators: [], shift: null });
  });

  it("has nobody on duty when the power went between the two records of a beginning", async () => {
    const body = { operatorsVersion: 1 };
    await post.host.log.append({ type: "shift.started", body }, GUARD);
    await post.restart();
    expect(duty().state).toBe("off");
    expect(await signIn(guard)).toMatchObject({ ok: true });
  });
});

describe("a shift that was left alone", () => {
  it("is locked when the log was silent for more than ten minutes", async () => {
    await signIn(guard);
    const { shift, operators } = duty();
    await post.restart(10 * MINUTE_MS + 1);
    expect(duty()).toEqual({ state: "locked", shift, operators });
    const last = (await post.events()).at(-1);
    const actors = [{ operatorId: guard.operatorId, role: "guard" }];
    expect(last?.type).toBe("post.locked");
    expect(last?.header).toMatchObject({ source: "device", actors, shiftId: shift?.shiftId });
  });

  it("is not locked after ten minutes, nor when something else was recorded since", async () => {
    await signIn(guard);
    await post.restart(10 * MINUTE_MS);
    expect(duty().state).toBe("on");
    post.clock.pass(9 * MINUTE_MS);
    await post.host.log.append(scanOf("TICKET-1"), GUARD);
    await post.restart(9 * MINUTE_MS);
    expect(duty().state).toBe("on");
  });

  it("is locked when the clock went back behind the log", async () => {
    await signIn(guard);
    post.clock.step(-MINUTE_MS);
    await post.restart();
    expect(duty().state).toBe("locked");
  });

  it("stays locked when the host starts once more a moment later", async () => {
    await signIn(guard);
    await post.restart(60 * MINUTE_MS);
    await post.restart();
    expect(duty().state).toBe("locked");
  });

  it("is unlocked by its own people with the PIN", async () => {
    await signIn(guard);
    await post.restart(60 * MINUTE_MS);
    const { shift } = duty();
    expect(await signIn(guard)).toMatchObject({ ok: true });
    expect(duty()).toMatchObject({ state: "on", shift });
  });
});
