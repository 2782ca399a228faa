import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type SimulatedProbe,
  startSimulatedProbe,
} from "@gatehouse/firmware-bridge/simulator/simulated-probe";
import {
  type SimulatedScanner,
  startSimulatedScanner,
} from "@gatehouse/firmware-bridge/simulator/simulated-scanner";
import { type PostRole, ROLES_AT } from "@gatehouse/protocols/duty/roles";
import { createStationRouter } from "@gatehouse/protocols/rpc/station-router";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TEST_PEOPLE, type TestPerson } from "./duty/test-operators.ts";
import { makeTestAuthority, type TestAuthority } from "./enrol/test-authority.ts";
import { makeFolder } from "./event-log/log-fixture.ts";
import { makeTestStation, type TestStation } from "./station-fixture.ts";

const WAIT = { timeout: 40_000, interval: 20 };
const GOOD = { ok: true, value: true };
const { guard, sampler, ops, supervisor } = TEST_PEOPLE;
const RACK = "RACK-01";
/** Who works at each post, and a code that he scans there. */
const POSTS: readonly { role: PostRole; who: TestPerson; code: string; recorded: string }[] = [
  { role: "checkpoint", who: guard, code: "GH1:PERSON-0001", recorded: "scan.recorded" },
  { role: "sampling", who: sampler, code: "B1234567890", recorded: "tube.opened" },
  { role: "room", who: ops, code: RACK, recorded: "patrol.checked" },
];

let authority: TestAuthority;
let place: ReturnType<typeof makeFolder>;
let scanner: SimulatedScanner;
let opened: AsyncDisposableStack;

beforeAll(async () => {
  authority = await makeTestAuthority();
});
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  place = makeFolder();
  opened.defer(() => place.remove());
  scanner = await startSimulatedScanner({ folder: wiresIn(place.folder) });
  opened.defer(() => scanner.close());
});
afterEach(() => opened.disposeAsync());

function wiresIn(folder: string): string {
  const path = join(folder, "wires");
  mkdirSync(path, { recursive: true });
  return path;
}

/** A station at work: nobody can be reached, its scanner is there. */
async function startStation(role: PostRole, probe?: SimulatedProbe): Promise<TestStation> {
  const room = {
    probes: probe ? [{ path: probe.path, pollMs: 250 }] : [],
    patrol: { points: [{ code: RACK, name: "机柜 1" }] },
  };
  const config = { scanner: { path: scanner.path, duplicateWindowMs: 0 }, room };
  const station = await makeTestStation({ role, folder: place.folder, authority, config });
  opened.defer(() => station.stop());
  await station.start();
  await deviceIs(station, "ready");
  return station;
}

const deviceIs = (station: TestStation, state: string) =>
  expect
    .poll(async () => (await station.view()).devices.map((one) => one.state), WAIT)
    .toContain(state);
const signIn = (station: TestStation, { badge, pin }: TestPerson) =>
  station.handlers.duty.signIn({ who: badge, pin });
const onDuty = async (station: TestStation) => {
  const { state, operators, shift } = (await station.view()).duty;
  return { state, people: operators.map(({ operatorId }) => operatorId), shift };
};
const noticeOf = async (station: TestStation) => (await station.view()).notice?.code;
const postOf = async (station: TestStation) => (await station.view()).post;
/** What the log holds of some types, after the station has stopped. */
async function toldOf(station: TestStation, ...types: string[]) {
  await station.stop();
  return (await station.events()).filter(({ type }) => types.includes(type));
}

describe.each(POSTS)("a $role with nobody to reach", ({ role, who, code, recorded }) => {
  const actors = [{ operatorId: who.operatorId, role: who.roles[0] }];

  it("works, and goes on with its shift and its records after a restart", async () => {
    const station = await startStation(role);
    expect(await signIn(station, who)).toEqual(GOOD);
    const before = await onDuty(station);
    expect(before).toMatchObject({ state: "on", people: [who.operatorId] });
    await scanner.scan(code);
    await expect.poll(() => hasRecorded(station), WAIT).toBe(true);
    expect((await station.view()).unsent.count).toBeGreaterThan(0);
    await station.stop();
    await station.start();
    expect(await onDuty(station)).toEqual(before);
    expect((await station.view()).mode).toBe("live");
    const [event] = await toldOf(station, recorded);
    expect(event?.header).toMatchObject({
      actors,
      shiftId: before.shift?.shiftId,
      source: "device",
    });
  });

  it("records nothing while nobody is on duty, and says so", async () => {
    const station = await startStation(role);
    await scanner.scan(code);
    await expect.poll(() => noticeOf(station), WAIT).toBe("duty.nobody");
    expect(await hasRecorded(station)).toBe(false);
    expect(await toldOf(station, recorded)).toEqual([]);
  });

  it("asks for the PIN of whoever scans his badge, and records no badge", async () => {
    const station = await startStation(role);
    const calls = createStationRouter(station.handlers).createCaller({});
    await scanner.scan(who.badge);
    const presented = async () => (await station.view()).duty.presented?.operatorId;
    await expect.poll(presented, WAIT).toBe(who.operatorId);
    expect(await signIn(station, who)).toEqual(GOOD);
    await scanner.scan(supervisor.badge);
    await expect.poll(presented, WAIT).toBe(supervisor.operatorId);
    await calls.duty.signIn({ who: supervisor.badge, pin: supervisor.pin });
    await typeCode(calls, role, who.badge);
    await expect.poll(presented, WAIT).toBe(who.operatorId);
    expect([await noticeOf(station), await hasRecorded(station)]).toEqual([undefined, false]);
    await station.stop();
    const bodies = JSON.stringify((await station.events()).map(({ body }) => body));
    for (const { badge } of [who, supervisor]) expect(bodies).not.toContain(badge);
  });

  it("refuses the acts of other posts, and people who may not work at it", async () => {
    const station = await startStation(role);
    const may: readonly string[] = ROLES_AT[role];
    const strangers = Object.values(TEST_PEOPLE).filter(
      ({ roles }) => !may.includes(roles[0] ?? ""),
    );
    for (const stranger of strangers) {
      expect(await signIn(station, stranger)).toMatchObject({ reason: "duty.no-role" });
    }
    expect(strangers.length).toBeGreaterThan(0);
    await signIn(station, who);
    const calls = createStationRouter(station.handlers).createCaller({});
    for (const { role: other } of POSTS.filter((post) => post.role !== role)) {
      await expect(typeCode(calls, other, "12345678")).rejects.toThrow("post.other-role");
    }
  });

  it("names who is on duty when a device is lost and comes back", async () => {
    const station = await startStation(role);
    await signIn(station, who);
    await scanner.unplug();
    await deviceIs(station, "lost");
    await scanner.plug();
    await deviceIs(station, "ready");
    const told = await toldOf(station, "device.ready", "device.lost");
    expect(told.map(({ type, header }) => [type, header.actors])).toEqual([
      ["device.ready", []],
      ["device.lost", actors],
      ["device.ready", actors],
    ]);
  });

  it("plays a training beside its records, which ends with the shift", async () => {
    const station = await startStation(role);
    await signIn(station, who);
    expect(await station.handlers.duty.setTraining(true)).toEqual(GOOD);
    await scanner.scan(code);
    await expect.poll(() => hasRecorded(station), WAIT).toBe(true);
    expect((await station.view()).mode).toBe("training");
    expect(await station.handlers.duty.endShift()).toEqual(GOOD);
    expect((await station.view()).mode).toBe("live");
    expect(await hasRecorded(station)).toBe(false);
    const told = await toldOf(station, recorded, "training.started", "training.ended");
    expect(told.map(({ type }) => type)).toEqual(["training.started", "training.ended"]);
    expect(told.map(({ header }) => header.actors)).toEqual([actors, actors]);
  });
});

describe("a machine room", () => {
  it("goes on recording crossed limits in the real log while its screen plays a training", async () => {
    const probe = await startSimulatedProbe({ folder: wiresIn(place.folder) });
    opened.defer(() => probe.close());
    await probe.set({ temperatureC: 21.5, humidityPct: 44 });
    const station = await startStation("room", probe);
    const states = async () => {
      const post = await postOf(station);
      return post.role === "room" ? post.readings.map(({ state }) => state) : [];
    };
    await expect.poll(states, WAIT).toEqual(["within", "within"]);
    await signIn(station, ops);
    await station.handlers.duty.setTraining(true);
    await probe.set({ temperatureC: 31.5 });
    await expect.poll(states, WAIT).toEqual(["above", "within"]);
    const [crossing] = await toldOf(station, "threshold.crossed");
    expect(crossing?.body).toMatchObject({ metric: "temperatureC", state: "above", value: 31.5 });
    expect(crossing?.header).toMatchObject({
      mode: "live",
      actors: [{ operatorId: ops.operatorId }],
    });
  });
});

type Calls = ReturnType<ReturnType<typeof createStationRouter>["createCaller"]>;

/** Types a code at a post's screen. */
function typeCode(calls: Calls, role: PostRole, payload: string): Promise<unknown> {
  switch (role) {
    case "checkpoint":
      return calls.checkpoint.recordTyped({ payload });
    case "sampling":
      return calls.sampling.enter({ payload });
    case "room":
      return calls.room.enter({ payload });
  }
}

/** True when the space that is shown holds what was scanned. */
async function hasRecorded(station: TestStation): Promise<boolean> {
  const post = await postOf(station);
  switch (post.role) {
    case "checkpoint":
      return post.today.scans > 0;
    case "sampling":
      return post.tube !== null;
    case "room":
      return post.patrol.points.some(({ checkedAtMs }) => checkedAtMs !== null);
  }
}
