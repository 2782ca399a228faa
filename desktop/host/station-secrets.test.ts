import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  type SimulatedProbe,
  startSimulatedProbe,
} from "@gatehouse/firmware-bridge/simulator/simulated-probe";
import {
  type SimulatedScanner,
  startSimulatedScanner,
} from "@gatehouse/firmware-bridge/simulator/simulated-scanner";
import type { PostRole } from "@gatehouse/protocols/duty/roles";
import type { PostHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TEST_PEOPLE, type TestPerson } from "./duty/test-operators.ts";
import { makeTestAuthority } from "./enrol/test-authority.ts";
import { makeFolder, testStation } from "./event-log/log-fixture.ts";
import { makeTestStation, type TestStation } from "./station-fixture.ts";
import { type Published, startTestBroker, type TestBroker } from "./sync/test-broker.ts";
import { TestCentre } from "./sync/test-centre.ts";

const WAIT = { timeout: 40_000, interval: 20 };
const { guard, sampler, ops, supervisor } = TEST_PEOPLE;
const PEOPLE = Object.values(TEST_PEOPLE);
const RACK = "RACK-01";
const TUBE = "B9876543210";
/** Nobody may find these outside the bodies of events. */
const RECORDED = {
  scanned: "110101199003074178",
  typed: "440106198811223344",
  note: "陈某的手机落在柜顶",
};
/** Nothing may hold these: they were refused or only played. */
const NEVER = {
  nobody: "GH1:BEFORE-ANYBODY-5101",
  locked: "GH1:WHILE-LOCKED-5102",
  refused: "GH1:DISK-REFUSED-5103",
  overLong: "OVERLONG-5104-",
  played: "GH1:ONLY-PLAYED-5105",
};
const WRONG_PIN = "192837";

let place: ReturnType<typeof makeFolder>;
let opened: AsyncDisposableStack;
let messages: Published[];
let centre: TestCentre;
let scanner: SimulatedScanner;
let station: TestStation;
let views: StationView[];

beforeEach(() => {
  opened = new AsyncDisposableStack();
  place = makeFolder();
  opened.defer(() => place.remove());
  [messages, views] = [[], []];
});
afterEach(() => opened.disposeAsync());

async function startDay(role: PostRole): Promise<void> {
  const authority = await makeTestAuthority();
  const tls = { ...(await authority.certifyServer("127.0.0.1")), caPem: authority.caPem };
  const broker: TestBroker = await startTestBroker(tls, (message) => {
    messages.push(message);
    centre.take(message);
  });
  opened.defer(() => broker.close());
  centre = new TestCentre(testStation().stationId, () => broker);
  const wires = join(place.folder, "wires");
  mkdirSync(wires);
  scanner = await startSimulatedScanner({ folder: wires });
  opened.defer(() => scanner.close());
  const probe: SimulatedProbe = await startSimulatedProbe({ folder: wires });
  opened.defer(() => probe.close());
  const patrol = { points: [{ code: RACK, name: "机柜 1" }] };
  const config = {
    scanner: { path: scanner.path, duplicateWindowMs: 0 },
    room: { probes: [{ path: probe.path, pollMs: 250 }], patrol },
  };
  const { folder } = place;
  station = await makeTestStation({ role, folder, authority, brokerUrl: broker.url, config });
  opened.defer(() => station.stop());
  await begin();
}

/** Starts the station and keeps every view that its screen gets. */
async function begin(): Promise<void> {
  await station.start();
  const stop = new AbortController();
  opened.defer(() => stop.abort());
  void (async () => {
    for await (const view of station.handlers.watch(stop.signal)) views.push(view);
  })();
  await until((view) =>
    view.devices.some(({ kind, state }) => kind === "scanner" && state === "ready"),
  );
}

const until = (isSo: (view: StationView) => boolean) =>
  expect.poll(async () => isSo(await station.view()), WAIT).toBe(true);
const noticed = (code: string) => until(({ notice }) => notice?.code === code);
const duty = () => station.handlers.duty;
const signIn = ({ badge }: TestPerson, pin: string) => duty().signIn({ who: badge, pin });

async function scanUntilNoticed(payload: string, code: string): Promise<void> {
  await scanner.scan(payload);
  await noticed(code);
}

/** A trigger in the store's file refuses events, as a disk that fails does. */
function setRefusing(isRefusing: boolean): void {
  const db = new DatabaseSync(join(station.dataFolder, "store.db"));
  const refuse = `BEFORE INSERT ON "events.v0" BEGIN SELECT RAISE(ABORT, 'the disk fails'); END`;
  db.exec(isRefusing ? `CREATE TRIGGER refusing ${refuse}` : "DROP TRIGGER refusing");
  db.close();
}

/** What a post does on a day, right and wrong. */
async function workAt(post: PostHandlers): Promise<void> {
  switch (post.role) {
    case "checkpoint": {
      await scanner.scan(RECORDED.scanned);
      await until((view) => view.post.role === "checkpoint" && view.post.today.scans === 1);
      await post.recordTyped(RECORDED.typed);
      const { post: now } = await station.view();
      await post.undo((now.role === "checkpoint" && now.latest?.eventId) || "");
      return;
    }
    case "sampling": {
      await scanner.scan(TUBE);
      await scanner.scan(RECORDED.scanned);
      await until((view) => view.post.role === "sampling" && view.post.tube?.members.length === 1);
      await post.enter(RECORDED.typed);
      await scanUntilNoticed(RECORDED.scanned, "tube.member-again");
      const { post: now } = await station.view();
      const tubeId = (now.role === "sampling" && now.tube?.tubeId) || "";
      await post.seal({ tubeId, swabs: 9 });
      for (const pin of [WRONG_PIN, supervisor.pin]) {
        await post.quarantine({ tubeId, swabs: 9, supervisor: { who: supervisor.badge, pin } });
      }
      return;
    }
    case "room": {
      await scanUntilNoticed(RECORDED.scanned, "patrol.unknown-point");
      await scanner.scan(RACK);
      await until((view) => view.post.role === "room" && view.post.patrol.latest !== null);
      const { post: now } = await station.view();
      const checkEventId = (now.role === "room" && now.patrol.latest?.checkEventId) || "";
      await post.report({ checkEventId, note: RECORDED.note });
    }
  }
}

/** What a training records. */
async function playAt(post: PostHandlers): Promise<void> {
  if (post.role === "checkpoint") {
    await scanner.scan(NEVER.played);
    await until((view) => view.post.role === "checkpoint" && view.post.today.scans === 1);
  } else if (post.role === "sampling") {
    for (const payload of [TUBE, NEVER.played]) await scanner.scan(payload);
    await until((view) => view.post.role === "sampling" && view.post.tube?.members.length === 1);
  } else {
    await scanner.scan(RACK);
    await until((view) => view.post.role === "room" && view.post.patrol.latest !== null);
    const { post: now } = await station.view();
    const checkEventId = (now.role === "room" && now.patrol.latest?.checkEventId) || "";
    await post.report({ checkEventId, note: NEVER.played });
  }
}

/** A day with everything in it that goes wrong. */
async function playDay(who: TestPerson): Promise<void> {
  await scanUntilNoticed(NEVER.nobody, "duty.nobody");
  await scanner.scan(who.badge);
  await until(({ duty: { presented } }) => presented?.operatorId === who.operatorId);
  await duty().signIn({ who: "GH1:NO-SUCH-BADGE-5106", pin: WRONG_PIN });
  await signIn(who, WRONG_PIN);
  await signIn(who, who.pin);
  await workAt(station.handlers.post());
  await duty().setTraining(true);
  await playAt(station.handlers.post());
  await duty().setTraining(false);
  await duty().lock();
  await scanUntilNoticed(NEVER.locked, "duty.locked");
  await signIn(who, who.pin);
  setRefusing(true);
  await typeAt(station.handlers.post(), NEVER.refused);
  await signIn(supervisor, WRONG_PIN);
  setRefusing(false);
  await until(({ store }) => store.state === "ok");
  await scanner.bytes(Buffer.from(`${NEVER.overLong.repeat(700)}\r`));
  await noticed("scan.too-long");
  await scanner.unplug();
  await until(({ devices }) => devices.some(({ state }) => state === "lost"));
  await scanner.plug();
  await station.stop();
  await begin();
  await signIn(supervisor, supervisor.pin);
  await duty().endShift();
  await until(({ unsent }) => unsent.count === 0);
  await station.stop();
}

function typeAt(post: PostHandlers, payload: string): Promise<unknown> {
  return post.role === "checkpoint" ? post.recordTyped(payload) : post.enter(payload);
}

/** A text as it could lie in a file or a message. */
function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    return shifted.slice(shift === 0 ? 0 : 4, -4);
  });
  const others = [bytes.toString("hex"), Buffer.from(text, "utf16le").toString("latin1")];
  return [bytes.toString("latin1"), text, ...others, ...base64].filter((form) => form.length > 7);
}

/** Six digits can stand by chance in a longer number. */
function hasPin(place: string, pin: string): boolean {
  return new RegExp(`(?<![\\d.])${pin}(?![\\d.])`).test(place);
}

const holds = (place: string, text: string) => formsOf(text).some((form) => place.includes(form));
const secretsIn = (place: string, texts: readonly string[]) => [
  ...texts.filter((text) => holds(place, text)),
  ...[...PEOPLE.map(({ pin }) => pin), WRONG_PIN].filter((pin) => hasPin(place, pin)),
];

function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

const BADGES = PEOPLE.map(({ badge }) => badge);
const NAMES = PEOPLE.map(({ name }) => name);
const NOWHERE = [...BADGES, ...Object.values(NEVER), "GH1:NO-SUCH-BADGE-5106"];
const ALL = [...NOWHERE, ...Object.values(RECORDED), ...NAMES];

it.each([
  { role: "checkpoint", who: guard, recorded: [RECORDED.scanned, RECORDED.typed] },
  { role: "sampling", who: sampler, recorded: [RECORDED.scanned, RECORDED.typed] },
  { role: "room", who: ops, recorded: [RECORDED.note] },
] as const)(
  "a day at a $role leaves no PIN, badge, name or person's code where it does not belong",
  async ({ role, who, recorded }) => {
    await startDay(role);
    await playDay(who);
    const { ev } = centre.rows;
    const bodies = JSON.stringify(ev.map(({ body }) => body));
    expect(secretsIn(bodies, recorded)).toEqual(recorded);
    expect(ev.map(({ header }) => header.type)).toEqual(
      expect.arrayContaining(["operator.refused", "training.started", "training.ended"]),
    );

    expect(secretsIn(station.lines.join(""), ALL)).toEqual([]);
    const files = filesOf(station.dataFolder);
    expect(files.map((path) => basename(path))).toContain("store.db");
    for (const path of files) {
      expect([path, secretsIn(readFileSync(path, "latin1"), ALL)]).toEqual([path, []]);
    }
    expect(secretsIn(bodies, [...NOWHERE, ...NAMES])).toEqual([]);
    expect(secretsIn(JSON.stringify(ev.map(({ header }) => header)), ALL)).toEqual([]);
    const others = messages.filter(({ topic }) => !topic.endsWith("/up/ev"));
    expect(others.length).toBeGreaterThan(2);
    for (const { topic, payload } of others) {
      expect([topic, secretsIn(payload.toString("latin1"), ALL)]).toEqual([topic, []]);
    }
    expect(secretsIn(JSON.stringify(centre.rows.tm), ALL)).toEqual([]);
    expect(centre.rows.tm.length > 0).toBe(role === "room");
    // A screen shows notes whole, and codes masked.
    const masked = NOWHERE.filter((text) => role !== "room" || text !== NEVER.played);
    const codes = [...masked, RECORDED.scanned, RECORDED.typed];
    expect(secretsIn(JSON.stringify(views), codes)).toEqual([]);
  },
);
