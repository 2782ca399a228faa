import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import { fail } from "@gatehouse/protocols/result";
import type { ReadingView, RoomView } from "@gatehouse/protocols/rpc/room-view";
import type { RoomHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createTestClock,
  makeFolder,
  NOON_MS,
  startHost,
  type TestClock,
  type TestHost,
} from "../event-log/log-fixture.ts";
import { openOutbox } from "../event-log/outbox.ts";
import { createTestDuty, onDutySince, type TestDuty } from "../post/duty-fixture.ts";
import type { Post } from "../post/post.ts";
import { roomSchema } from "../post-config.ts";
import { openRoomPost } from "./room-post.ts";

const MINUTE_MS = 60_000;
const ROUND_MS = 120 * MINUTE_MS;
const UNDO_WINDOW_MS = 5 * MINUTE_MS;
const CONFIG = roomSchema.parse({
  patrol: {
    everyMinutes: 120,
    points: [
      { code: "RACK-01", name: "机柜 1" },
      { code: "UPS-A", name: "UPS 间" },
    ],
  },
});

let place: ReturnType<typeof makeFolder>;
let clock: TestClock;
let host: TestHost;
let duty: TestDuty;
let post: Post;
let room: RoomHandlers;
let notices: ErrorCode[];
let changes: number;

beforeEach(async () => {
  place = makeFolder();
  clock = createTestClock();
  host = await startHost(place.folder, clock);
  duty = createTestDuty(onDutySince(NOON_MS, [{ operatorId: "op-9", role: "ops" }]));
  notices = [];
  changes = 0;
  await openPost();
});
afterEach(async () => {
  await host.close();
  place.remove();
});

async function openPost(readings: readonly ReadingView[] = []): Promise<void> {
  post = await openRoomPost(
    {
      space: { mode: "live", ...host },
      duty,
      clock,
      logger: pino({ level: "silent" }),
      onChange: () => {
        changes += 1;
      },
      onNotice: (code) => notices.push(code),
    },
    { config: CONFIG, readings: () => readings },
  );
  if (post.handlers.role !== "room") throw new Error("not a room");
  room = post.handlers;
}

async function restart(): Promise<void> {
  await host.close();
  host = await startHost(place.folder, clock);
  await openPost();
}

function readOf(payload: string): CodeRead {
  return {
    deviceId: "scanner-1",
    payload,
    encoding: "utf-8",
    aimId: "]Q1",
    symbology: "QR Code",
    terminator: "suffix",
  };
}

function patrol(): RoomView["patrol"] {
  const view = post.view();
  if (view.role !== "room") throw new Error("not a room");
  return view.patrol;
}

function shown(): readonly (readonly [boolean, string | null])[] {
  return patrol().points.map(({ checkedAtMs, note }) => [checkedAtMs !== null, note]);
}

/** Scans a point and answers its check. */
async function checked(code = "RACK-01"): Promise<string> {
  await post.takeScan(readOf(code));
  const { latest } = patrol();
  if (!latest) throw new Error("nothing was recorded");
  return latest.checkEventId;
}

/** What the log holds after `host.started`. */
async function recorded() {
  const outbox = await openOutbox(host.store, host.log);
  const events = await outbox.read({ epoch: host.log.epoch, fromSeq: 2, limit: 100 });
  return events.map(({ row }) => {
    if (!("header" in row)) throw new TypeError("not an event");
    const { type, source, actors } = row.header;
    return { type, source, by: actors.map(({ operatorId }) => operatorId), body: row.body };
  });
}

describe("a machine room's patrol", () => {
  it("records a scanned point by whoever is on duty, and shows it checked", async () => {
    await post.takeScan(readOf(" RACK-01 "));
    const body = { pointCode: "RACK-01", pointName: "机柜 1" };
    expect(await recorded()).toEqual([
      { type: "patrol.checked", source: "device", by: ["op-9"], body },
    ]);
    expect(patrol().points).toMatchObject([
      { ...body, checkedAtMs: expect.any(Number), note: null },
      { pointCode: "UPS-A", checkedAtMs: null },
    ]);
    expect(changes).toBe(1);
    expect(notices).toEqual([]);
  });

  it("takes a typed code as if it had been scanned", async () => {
    expect(await room.enter("UPS-A")).toEqual({ ok: true, value: true });
    expect(await recorded()).toMatchObject([{ type: "patrol.checked", source: "manual" }]);
    expect(shown()).toEqual([
      [false, null],
      [true, null],
    ]);
  });

  it("renews the time when a point is checked again in the round", async () => {
    await checked();
    const [before] = patrol().points;
    clock.setMs(NOON_MS + MINUTE_MS);
    await checked();
    expect(patrol().points[0]?.checkedAtMs).toBeGreaterThan(before?.checkedAtMs ?? 0);
    expect(await recorded()).toHaveLength(2);
  });

  it("refuses a code that hangs at no point, in a word that the screen shows", async () => {
    expect(await room.enter("rack-01")).toMatchObject({ reason: "patrol.unknown-point" });
    await post.takeScan(readOf("GH1:SOMEBODY"));
    expect(notices).toEqual(["patrol.unknown-point", "patrol.unknown-point"]);
    expect(await recorded()).toEqual([]);
    expect(changes).toBe(0);
  });

  it("records nothing while nobody is on duty", async () => {
    const checkEventId = await checked();
    duty.set(fail("duty.nobody"));
    expect(await room.enter("UPS-A")).toMatchObject({ reason: "duty.nobody" });
    expect(await room.undo(checkEventId)).toMatchObject({ reason: "duty.nobody" });
    const report = { checkEventId, note: "漏水" };
    expect(await room.report(report)).toMatchObject({ reason: "duty.nobody" });
    expect(notices).toEqual(["duty.nobody"]);
    expect(await recorded()).toHaveLength(1);
  });

  it("shows no check that could not be recorded", async () => {
    await host.log.close();
    await post.takeScan(readOf("RACK-01"));
    expect(notices).toEqual(["store.failed"]);
    expect(shown()[0]).toEqual([false, null]);
    expect(patrol().latest).toBeNull();
  });

  it("shows the readings that the room has", async () => {
    const reading = { deviceId: "probe-1", value: 21.5 } as ReadingView;
    await openPost([reading]);
    expect(post.view()).toMatchObject({ role: "room", readings: [reading] });
  });
});

describe("taking a check back", () => {
  it("voids the newest check by a record of its own", async () => {
    const checkEventId = await checked();
    expect(await room.undo(checkEventId)).toEqual({ ok: true, value: true });
    const body = { voidedEventId: checkEventId, pointCode: "RACK-01", reason: "operator-undo" };
    expect((await recorded()).at(-1)).toMatchObject({ type: "patrol.voided", body });
    expect(shown()[0]).toEqual([false, null]);
    expect(patrol().latest).toBeNull();
  });

  it("is possible once, for the newest check, even when the key is pressed twice", async () => {
    const first = await checked("RACK-01");
    const second = await checked("UPS-A");
    const nothing = { ok: false, reason: "patrol.nothing-to-undo" };
    expect(await room.undo(first)).toEqual(nothing);
    const answers = await Promise.all([room.undo(second), room.undo(second)]);
    expect(answers).toEqual([{ ok: true, value: true }, nothing]);
    expect(await room.undo(second)).toEqual(nothing);
    expect((await recorded()).filter(({ type }) => type === "patrol.voided")).toHaveLength(1);
  });

  it("is possible for five minutes and not a moment longer", async () => {
    const early = await checked();
    const atMs = patrol().points[0]?.checkedAtMs ?? 0;
    clock.setMs(atMs + UNDO_WINDOW_MS);
    expect((await room.undo(early)).ok).toBe(true);
    const late = await checked();
    clock.setMs((patrol().points[0]?.checkedAtMs ?? 0) + UNDO_WINDOW_MS + 1);
    expect(await room.undo(late)).toMatchObject({ reason: "patrol.nothing-to-undo" });
    expect(patrol().latest).toBeNull();
  });

  it("can be tried again when the void could not be recorded", async () => {
    const checkEventId = await checked();
    await host.log.close();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await room.undo(checkEventId)).toMatchObject({ reason: "store.failed" });
    }
    expect(shown()[0]).toEqual([true, null]);
  });
});

describe("noting what is abnormal", () => {
  it("records the note at the point of the newest check and shows it there", async () => {
    const checkEventId = await checked("UPS-A");
    expect((await room.report({ checkEventId, note: " 电池鼓包 " })).ok).toBe(true);
    const body = { checkEventId, pointCode: "UPS-A", note: "电池鼓包" };
    expect((await recorded()).at(-1)).toMatchObject({ type: "patrol.reported", body });
    expect(shown()[1]).toEqual([true, "电池鼓包"]);
  });

  it("takes a note that took longer to write than a check can be undone", async () => {
    const checkEventId = await checked();
    clock.setMs(NOON_MS + UNDO_WINDOW_MS * 2);
    expect((await room.report({ checkEventId, note: "灯管闪烁" })).ok).toBe(true);
  });

  it("asks for a check first where there is none, another is newer, or it was voided", async () => {
    const first = { ok: false, reason: "patrol.check-first" };
    expect(await room.report({ checkEventId: "none", note: "x" })).toEqual(first);
    const old = await checked("RACK-01");
    const newest = await checked("UPS-A");
    expect(await room.report({ checkEventId: old, note: "x" })).toEqual(first);
    await room.undo(newest);
    expect(await room.report({ checkEventId: newest, note: "x" })).toEqual(first);
  });

  it("answers a note that is none or too long, and records nothing of it", async () => {
    const checkEventId = await checked();
    for (const note of ["  ", "长".repeat(201)]) {
      expect(await room.report({ checkEventId, note })).toMatchObject({ reason: "event.invalid" });
    }
    expect(await recorded()).toHaveLength(1);
  });
});

describe("a round over a restart", () => {
  it("comes back with its checks, notes and voids, but nothing to take back", async () => {
    const kept = await checked("RACK-01");
    await room.report({ checkEventId: kept, note: "风扇异响" });
    await room.undo(await checked("UPS-A"));
    const before = patrol();
    await restart();
    expect(patrol()).toEqual({ ...before, latest: null });
    expect(shown()).toEqual([
      [true, "风扇异响"],
      [false, null],
    ]);
    expect(await room.undo(kept)).toMatchObject({ reason: "patrol.nothing-to-undo" });
  });

  it("does not come back in the next round", async () => {
    await checked();
    clock.setMs(NOON_MS + ROUND_MS);
    await restart();
    expect(shown()[0]).toEqual([false, null]);
  });
});
