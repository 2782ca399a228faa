import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPost, type TestPost } from "./duty-fixture.ts";
import { person, type TestOperators, type TestPerson, testOperators } from "./test-operators.ts";

const MINUTE_MS = 60_000;
const WRONG = "000000";
const LOCKED_OUT = { ok: false, reason: "duty.locked-out" };
const WRONG_PIN = { ok: false, reason: "duty.wrong-pin" };
const UNKNOWN = { ok: false, reason: "duty.unknown-operator" };
const GOOD = { ok: true, value: true };
const SECOND_GUARD = person("G-1002", "钱卫", "guard");

let centre: TestOperators;
let guard: TestPerson;
let supervisor: TestPerson;
let list: Bundle;
let post: TestPost;

beforeAll(async () => {
  centre = await testOperators();
  ({ guard, supervisor } = centre.people);
  list = await centre.issue({ people: [...Object.values(centre.people), SECOND_GUARD] });
});
beforeEach(async () => {
  post = await openPost(list);
});
afterEach(() => post.close());

function signIn({ badge, pin }: TestPerson) {
  return post.desk.signIn({ who: badge, pin });
}

/** So many wrong PINs, a second apart. */
async function guess(times: number, who = guard.badge): Promise<string[]> {
  const reasons: string[] = [];
  for (let at = 0; at < times; at += 1) {
    const answer = await post.desk.signIn({ who, pin: WRONG });
    reasons.push(answer.ok ? "ok" : answer.reason);
    post.clock.pass(1_000);
  }
  return reasons;
}

async function refusals() {
  const rows = (await post.events()).filter(({ type }) => type === "operator.refused");
  return rows.map(({ body }) => body);
}

describe("wrong PINs", () => {
  it("are refused, each with a record that names the person and not the PIN", async () => {
    expect(await post.desk.signIn({ who: guard.badge, pin: WRONG })).toEqual(WRONG_PIN);
    const { operatorId } = guard;
    expect(await refusals()).toEqual([{ operatorId, act: "sign-in", reason: "wrong-pin" }]);
    expect(post.desk.view().state).toBe("off");
  });

  it("lock this person out after five within 15 minutes, and no other", async () => {
    expect(new Set(await guess(5))).toEqual(new Set(["duty.wrong-pin"]));
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
    expect((await refusals()).at(-1)).toMatchObject({ reason: "locked-out" });
    expect(await signIn(SECOND_GUARD)).toEqual(GOOD);
  });

  it("count for number and badge together, in any case of the number", async () => {
    await guess(2);
    await guess(3, guard.operatorId.toLowerCase());
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
  });

  it("lock for five minutes from the last one; trying meanwhile makes it no longer", async () => {
    await guess(5);
    post.clock.pass(4 * MINUTE_MS);
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
    post.clock.pass(MINUTE_MS - 1_001);
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
    post.clock.pass(1);
    expect(await signIn(guard)).toEqual(GOOD);
  });

  it("that are further apart than 15 minutes do not lock", async () => {
    await guess(1);
    post.clock.pass(15 * MINUTE_MS);
    await guess(4);
    expect(await signIn(guard)).toEqual(GOOD);
  });

  it("before the right one count no more", async () => {
    await guess(4);
    expect(await signIn(guard)).toEqual(GOOD);
    await guess(4);
    await post.desk.lock();
    expect(await signIn(guard)).toEqual(GOOD);
  });

  it("lock no longer and no shorter when the wall clock is set", async () => {
    await guess(5);
    post.clock.step(60 * MINUTE_MS);
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
    post.clock.step(-300 * MINUTE_MS);
    post.clock.pass(5 * MINUTE_MS);
    expect(await signIn(guard)).toEqual(GOOD);
  });

  it("that come at once are looked at one by one, and no more than five", async () => {
    const tries = Array.from({ length: 8 }, () =>
      post.desk.signIn({ who: guard.badge, pin: WRONG }),
    );
    const answers = await Promise.all(tries);
    expect(answers.slice(0, 5)).toEqual(Array(5).fill(WRONG_PIN));
    expect(answers.slice(5)).toEqual(Array(3).fill(LOCKED_OUT));
    expect(await refusals()).toHaveLength(5);
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
  });

  it("count although the store fails", async () => {
    post.setDiskFailing(true);
    await guess(5);
    post.setDiskFailing(false);
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
  });
});

describe("unknown persons", () => {
  it("are refused with a record that names nobody", async () => {
    expect(await post.desk.signIn({ who: "X-1", pin: WRONG })).toEqual(UNKNOWN);
    expect(await refusals()).toEqual([{ operatorId: null, act: "sign-in", reason: "unknown" }]);
  });

  it("lock out unknown persons together, and nobody who is known", async () => {
    for (const who of ["X-1", "X-2", "X-3", "X-4", "X-5"]) await guess(1, who);
    expect(await guess(1, "X-6")).toEqual(["duty.locked-out"]);
    expect(await signIn(guard)).toEqual(GOOD);
  });
});

describe("a lockout across restarts", () => {
  it("goes on for the rest of its time", async () => {
    await guess(5);
    await post.restart(2 * MINUTE_MS);
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
    post.clock.pass(3 * MINUTE_MS);
    expect(await signIn(guard)).toEqual(GOOD);
  });

  it("adds what was wrong before to what is wrong after", async () => {
    await guess(3);
    await guess(2, "X-1");
    await post.restart();
    expect(await guess(3)).toEqual(["duty.wrong-pin", "duty.wrong-pin", "duty.locked-out"]);
    expect((await guess(4, "X-2")).at(-1)).toBe("duty.locked-out");
  });

  it("forgets what was wrong before a sign-in and before an unlocking", async () => {
    await guess(4);
    await signIn(guard);
    await post.restart();
    await guess(4);
    await post.desk.lock();
    await signIn(guard);
    await post.restart();
    expect((await guess(4)).at(-1)).toBe("duty.wrong-pin");
    await post.desk.lock();
    expect(await signIn(guard)).toEqual(GOOD);
  });

  it("is not escaped by setting the clock back, and ends five minutes after the start", async () => {
    await guess(5);
    post.clock.step(-24 * 60 * MINUTE_MS);
    await post.restart();
    expect(await signIn(guard)).toEqual(LOCKED_OUT);
    post.clock.pass(5 * MINUTE_MS);
    expect(await signIn(guard)).toEqual(GOOD);
    await post.restart();
    await post.desk.lock();
    expect(await signIn(guard)).toEqual(GOOD);
  });
});

describe("a supervisor's approval", () => {
  function approve({ operatorId }: TestPerson, pin: string) {
    return post.desk.approve({ who: operatorId, pin });
  }

  it("names the supervisor, who need not be on duty", async () => {
    await signIn(guard);
    const value = { operatorId: supervisor.operatorId, role: "supervisor" };
    expect(post.desk.present(supervisor.badge)).toBe(true);
    expect(post.desk.view().presented).toMatchObject({ operatorId: supervisor.operatorId });
    expect(await approve(supervisor, supervisor.pin)).toEqual({ ok: true, value });
    expect(post.desk.view().presented).toBeNull();
    expect(post.desk.view().operators).toHaveLength(1);
    expect(await refusals()).toEqual([]);
  });

  it("is refused for others, with a record", async () => {
    expect(await approve(guard, guard.pin)).toEqual({ ok: false, reason: "duty.not-supervisor" });
    expect(await post.desk.approve({ who: "X-1", pin: WRONG })).toEqual(UNKNOWN);
    expect(await refusals()).toEqual([
      { operatorId: guard.operatorId, act: "approve", reason: "no-role" },
      { operatorId: null, act: "approve", reason: "unknown" },
    ]);
  });

  it("is refused to one who has expired", async () => {
    const expired = { ...supervisor, validUntilMs: 1 };
    await post.desk.setList(await centre.issue({ version: 2, people: [expired] }));
    expect(await approve(expired, expired.pin)).toEqual({ ok: false, reason: "duty.expired" });
  });

  it("shares wrong PINs with signing in", async () => {
    for (let at = 0; at < 3; at += 1) expect(await approve(supervisor, WRONG)).toEqual(WRONG_PIN);
    await guess(2, supervisor.badge);
    expect(await approve(supervisor, supervisor.pin)).toEqual(LOCKED_OUT);
    expect((await refusals()).at(-1)).toMatchObject({ act: "approve", reason: "locked-out" });
  });

  it("with the right PIN ends the count", async () => {
    for (let at = 0; at < 4; at += 1) await approve(supervisor, WRONG);
    expect((await approve(supervisor, supervisor.pin)).ok).toBe(true);
    expect(await approve(supervisor, WRONG)).toEqual(WRONG_PIN);
    expect((await approve(supervisor, supervisor.pin)).ok).toBe(true);
  });
});

it("lets no PIN and no text of a badge into the log's lines or the events", async () => {
  const stray = "badge:of-another-city:9c1e";
  post.desk.present(guard.badge);
  await signIn(guard);
  await guess(1, stray);
  await guess(6);
  await post.desk.approve({ who: supervisor.badge, pin: supervisor.pin });
  post.setDiskFailing(true);
  await signIn(SECOND_GUARD);
  post.setDiskFailing(false);
  await post.desk.setList(await centre.issue({ version: 2, people: [supervisor] }));
  await post.restart();
  const bodies = (await post.events()).map(({ body }) => JSON.stringify(body));
  const written = [...post.lines, ...bodies].join("\n");
  expect(post.lines.length).toBeGreaterThan(2);
  expect(written).toContain(guard.operatorId);
  const people = [guard, supervisor, SECOND_GUARD];
  const secrets = people.flatMap(({ badge, pin, name }) => [badge, pin, name]);
  for (const secret of [...secrets, stray, WRONG]) expect(written).not.toContain(secret);
});
