import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openPost, type TestPost } from "./duty-fixture.ts";
import { person, type TestOperators, type TestPerson, testOperators } from "./test-operators.ts";

const GOOD = { ok: true, value: true };
const SECOND_GUARD = person("G-1002", "钱卫", "guard");
let centre: TestOperators;
let post: TestPost;

beforeAll(async () => {
  centre = await testOperators();
});
afterEach(async () => {
  vi.useRealTimers();
  await post.close();
});

function signIn({ badge, pin }: TestPerson) {
  return post.desk.signIn({ who: badge, pin });
}

function actorOf({ operatorId, roles }: TestPerson) {
  return { operatorId, role: roles[0] };
}

/** A checkpoint whose list holds a second guard, too. */
async function openCheckpoint(...more: readonly TestPerson[]): Promise<void> {
  const people = [...Object.values(centre.people), SECOND_GUARD, ...more];
  post = await openPost(await centre.issue({ people, version: 6 }));
}

describe("signing in", () => {
  it("begins a shift with the first person, under an id of its own", async () => {
    await openCheckpoint();
    const { guard } = centre.people;
    expect(post.desk.onDuty()).toEqual({ ok: false, reason: "duty.nobody" });
    expect(post.desk.context()).toEqual({ source: "device", actors: [], shiftId: null });
    expect(await signIn(guard)).toEqual(GOOD);
    const [started, joined] = await post.events();
    const actors = [actorOf(guard)];
    expect(started).toMatchObject({ type: "shift.started", body: { operatorsVersion: 6 } });
    expect(joined).toMatchObject({ type: "operator.joined", body: { ...actors[0] } });
    const shiftId = started?.header.shiftId;
    expect(shiftId).toMatch(/^[0-9a-f-]{36}$/);
    for (const one of [started, joined]) {
      expect(one?.header).toMatchObject({ shiftId, actors, source: "manual" });
    }
    const onDuty = { actors, shiftId, shiftStartedAtMs: started?.wallTimeMs };
    expect(post.desk.onDuty()).toEqual({ ok: true, value: onDuty });
    expect(post.desk.context()).toEqual({ source: "device", actors, shiftId });
  });

  it("joins a shift that goes on, up to four persons", async () => {
    const [third, fourth, fifth] = ["G-3", "G-4", "G-5"].map((id) => person(id, id, "guard"));
    if (!third || !fourth || !fifth) throw new TypeError("three guards were made");
    await openCheckpoint(third, fourth, fifth);
    for (const one of [centre.people.guard, SECOND_GUARD, third, fourth]) {
      expect(await signIn(one)).toEqual(GOOD);
    }
    expect(await signIn(fifth)).toMatchObject({ reason: "duty.full" });
    const { operators, shift } = post.desk.view();
    expect(operators.map(({ name }) => name)).toEqual(["王卫", "钱卫", "G-3", "G-4"]);
    const joins = (await post.events()).filter(({ type }) => type === "operator.joined");
    expect(new Set(joins.map(({ header }) => header.shiftId))).toEqual(new Set([shift?.shiftId]));
  });

  it("takes the operator number in any case for the badge", async () => {
    await openCheckpoint();
    const { pin } = centre.people.guard;
    expect(await post.desk.signIn({ who: " g-1001 ", pin })).toEqual(GOOD);
    expect(post.desk.view().operators).toMatchObject([{ operatorId: "G-1001", role: "guard" }]);
  });

  it("refuses somebody who is on duty already", async () => {
    await openCheckpoint();
    await signIn(centre.people.guard);
    expect(await signIn(centre.people.guard)).toMatchObject({ reason: "duty.already-on" });
    expect(post.desk.view().operators).toHaveLength(1);
  });

  it("says that the list has not arrived when there is none", async () => {
    post = await openPost(null);
    const { badge, pin } = centre.people.supervisor;
    expect(await signIn(centre.people.guard)).toMatchObject({ reason: "duty.no-list" });
    expect(await post.desk.approve({ who: badge, pin })).toMatchObject({ reason: "duty.no-list" });
    expect(post.desk.view().list).toBeNull();
    expect(await post.told()).toEqual([]);
  });

  it("refuses who has no role here, and who has expired, with a record", async () => {
    const expired = { ...person("G-9", "旧", "guard"), validUntilMs: 1 };
    await openCheckpoint(expired);
    expect(await signIn(centre.people.ops)).toMatchObject({ reason: "duty.no-role" });
    expect(await signIn(expired)).toMatchObject({ reason: "duty.expired" });
    expect(post.desk.view().state).toBe("off");
    expect((await post.events()).map(({ type, body }) => ({ type, ...body }))).toEqual([
      { type: "operator.refused", operatorId: "E-4001", act: "sign-in", reason: "no-role" },
      { type: "operator.refused", operatorId: "G-9", act: "sign-in", reason: "expired" },
    ]);
  });

  it.each([
    ["sampling", "registrar", "registrar"],
    ["room", "ops", "ops"],
    ["room", "supervisor", "supervisor"],
  ] as const)("at a %s post takes the %s in that role", async (role, who, acts) => {
    post = await openPost(centre.bundle, role);
    expect(await signIn(centre.people[who])).toEqual(GOOD);
    expect(post.desk.view().operators).toMatchObject([{ role: acts }]);
  });
});

describe("going", () => {
  it("leaves the shift to the others, and ends it with the last one", async () => {
    await openCheckpoint();
    await signIn(centre.people.guard);
    await signIn(SECOND_GUARD);
    expect(await post.desk.leave("G-1001")).toEqual(GOOD);
    expect(post.desk.view()).toMatchObject({ state: "on", operators: [{ operatorId: "G-1002" }] });
    expect(await post.desk.leave("G-1002")).toEqual(GOOD);
    expect(post.desk.view()).toMatchObject({ state: "off", operators: [], shift: null });
    expect((await post.told()).slice(-3)).toEqual([
      "operator.left",
      "operator.left",
      "shift.ended",
    ]);
    expect((await post.events()).at(-1)?.body).toEqual({ reason: "ended" });
  });

  it("is refused for somebody who is not there, and when nobody is", async () => {
    await openCheckpoint();
    expect(await post.desk.leave("G-1001")).toMatchObject({ reason: "duty.nobody" });
    expect(await post.desk.endShift()).toMatchObject({ reason: "duty.nobody" });
    expect(await post.desk.lock()).toMatchObject({ reason: "duty.nobody" });
    await signIn(centre.people.guard);
    expect(await post.desk.leave("G-1002")).toMatchObject({ reason: "duty.not-on-duty" });
  });

  it("ends the shift for all at once", async () => {
    await openCheckpoint();
    await signIn(centre.people.guard);
    await signIn(SECOND_GUARD);
    expect(await post.desk.endShift()).toEqual(GOOD);
    expect(post.desk.view().state).toBe("off");
    const last = (await post.events()).at(-1);
    expect(last).toMatchObject({ type: "shift.ended", body: { reason: "ended" } });
    expect(last?.header.actors).toHaveLength(2);
  });
});

describe("a locked screen", () => {
  it("refuses acts until one of its own people types the PIN", async () => {
    await openCheckpoint();
    await signIn(centre.people.guard);
    expect(await post.desk.lock()).toEqual(GOOD);
    expect(await post.desk.lock()).toEqual(GOOD);
    expect(post.desk.onDuty()).toEqual({ ok: false, reason: "duty.locked" });
    expect(await post.desk.leave("G-1001")).toMatchObject({ reason: "duty.locked" });
    expect(await post.desk.endShift()).toMatchObject({ reason: "duty.locked" });
    const { shift } = post.desk.view();
    expect(await signIn(centre.people.guard)).toEqual(GOOD);
    expect(post.desk.view()).toMatchObject({ state: "on", shift });
    expect((await post.told()).slice(2)).toEqual(["post.locked", "post.unlocked"]);
  });

  it("is taken over by somebody else with a shift of his own", async () => {
    await openCheckpoint();
    await signIn(centre.people.guard);
    const before = post.desk.view().shift?.shiftId;
    await post.desk.lock();
    expect(await signIn(SECOND_GUARD)).toEqual(GOOD);
    const { shift, operators } = post.desk.view();
    expect(operators.map(({ operatorId }) => operatorId)).toEqual(["G-1002"]);
    const [ended, started, joined] = (await post.events()).slice(-3);
    expect(ended).toMatchObject({ type: "shift.ended", body: { reason: "handed-over" } });
    expect(ended?.header.shiftId).toBe(before);
    expect([started?.type, joined?.type]).toEqual(["shift.started", "operator.joined"]);
    expect(joined?.header.shiftId).toBe(shift?.shiftId);
    expect(shift?.shiftId).not.toBe(before);
  });
});

describe("a badge in front of the scanner", () => {
  it("waits for its PIN for a minute, and then the screen is told", async () => {
    await openCheckpoint();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const changes = post.changes();
    expect(post.desk.present(centre.people.guard.badge)).toBe(true);
    const { operatorId, name } = centre.people.guard;
    const atMs = post.clock.nowMs();
    expect(post.desk.view().presented).toEqual({ operatorId, name, atMs });
    post.clock.pass(59_999);
    vi.advanceTimersByTime(59_999);
    expect(post.desk.view().presented).not.toBeNull();
    expect(post.changes()).toBe(changes + 1);
    post.clock.pass(1);
    expect(post.desk.view().presented).toBeNull();
    vi.advanceTimersByTime(1);
    expect(post.changes()).toBe(changes + 2);
  });

  it("waits no longer and no shorter when the wall clock is set", async () => {
    await openCheckpoint();
    post.desk.present(centre.people.guard.badge);
    post.clock.step(-86_400_000);
    expect(post.desk.view().presented).not.toBeNull();
    post.clock.step(2 * 86_400_000);
    expect(post.desk.view().presented).not.toBeNull();
    post.clock.pass(60_000);
    expect(post.desk.view().presented).toBeNull();
  });

  it("gives way to the next one, and is gone when its person signed in", async () => {
    await openCheckpoint();
    post.desk.present(centre.people.guard.badge);
    post.desk.present(SECOND_GUARD.badge);
    expect(post.desk.view().presented?.operatorId).toBe("G-1002");
    await signIn(centre.people.guard);
    expect(post.desk.view().presented?.operatorId).toBe("G-1002");
    await post.desk.signIn({ who: "G-1002", pin: "000000" });
    expect(post.desk.view().presented?.operatorId).toBe("G-1002");
    await post.desk.signIn({ who: "G-1002", pin: SECOND_GUARD.pin });
    expect(post.desk.view().presented).toBeNull();
  });

  it("is told from a code that a post records, an operator number among them", async () => {
    await openCheckpoint();
    expect(post.desk.present(centre.people.ops.badge)).toBe(true);
    expect(post.desk.present("G-1001")).toBe(false);
    expect(post.desk.present("GH1:TICKET4711")).toBe(false);
    expect(post.desk.present(`${centre.people.guard.badge} `)).toBe(false);
  });
});

describe("a new list", () => {
  it("is shown with its age and how many may stand here", async () => {
    await openCheckpoint();
    const expiresAtMs = 4_102_444_800_000;
    await post.desk.setList(await centre.issue({ version: 9, expiresAtMs }));
    const issuedAtMs = expect.any(Number);
    expect(post.desk.view().list).toEqual({ version: 9, issuedAtMs, expiresAtMs, eligible: 2 });
  });

  it("signs out who is not in it any more, has expired, or lost the role, behind a lock too", async () => {
    const [expiring, moved] = [person("G-7", "七", "guard"), person("G-8", "八", "guard")];
    await openCheckpoint(expiring, moved);
    for (const one of [centre.people.guard, SECOND_GUARD, expiring, moved]) await signIn(one);
    await post.desk.lock();
    const { guard } = centre.people;
    const changed = [
      { ...expiring, validUntilMs: 1 },
      { ...moved, roles: ["ops" as const] },
    ];
    await post.desk.setList(await centre.issue({ version: 7, people: [guard, ...changed] }));
    expect(post.desk.view()).toMatchObject({ state: "locked", operators: [{ name: "王卫" }] });
    const left = (await post.events()).filter(({ type }) => type === "operator.left");
    expect(left.map(({ body }) => body)).toEqual(
      ["G-1002", "G-7", "G-8"].map((operatorId) => ({ operatorId })),
    );
    for (const { header } of left) expect(header.source).toBe("device");
  });

  it("ends the shift when nobody of it is left", async () => {
    await openCheckpoint();
    await signIn(SECOND_GUARD);
    await post.desk.setList(centre.bundle);
    expect(post.desk.view().state).toBe("off");
    expect((await post.told()).slice(-2)).toEqual(["operator.left", "shift.ended"]);
    expect((await post.events()).at(-1)?.body).toEqual({ reason: "ended" });
  });

  it("that is unreadable leaves the one before it", async () => {
    await openCheckpoint();
    await post.desk.setList({ ...centre.bundle, version: 9, body: {} });
    expect(post.desk.view().list?.version).toBe(6);
  });

  it("shows the number of somebody on duty while there is no list", async () => {
    await openCheckpoint();
    await signIn(centre.people.guard);
    await post.desk.setList(null);
    expect(post.desk.view().operators).toMatchObject([{ operatorId: "G-1001", name: "G-1001" }]);
  });
});

describe("a store that fails", () => {
  it("answers its code, and nobody comes or goes", async () => {
    await openCheckpoint();
    await signIn(centre.people.guard);
    const before = { view: post.desk.view(), told: await post.told() };
    post.setDiskFailing(true);
    const changes = post.changes();
    const refused = { ok: false, reason: "store.failed" };
    expect(await signIn(SECOND_GUARD)).toEqual(refused);
    expect(await post.desk.signIn({ who: "G-1002", pin: "000000" })).toEqual(refused);
    expect(await post.desk.leave("G-1001")).toEqual(refused);
    expect(await post.desk.lock()).toEqual(refused);
    expect(await post.desk.endShift()).toEqual(refused);
    expect({ view: post.desk.view(), told: await post.told() }).toEqual(before);
    expect(post.changes()).toBe(changes);
  });

  it("holds up a sign-out by the list only until it takes data again", async () => {
    await openCheckpoint();
    await signIn(SECOND_GUARD);
    post.setDiskFailing(true);
    await post.desk.setList(centre.bundle);
    expect(post.desk.view().state).toBe("on");
    post.setDiskFailing(false);
    post.host.log.probe();
    // The next act waits for the sign-out that the disk's recovery set off.
    expect(await post.desk.lock()).toMatchObject({ reason: "duty.nobody" });
    expect(post.desk.view().state).toBe("off");
  });
});
