import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fail, ok } from "@gatehouse/protocols/result";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestSpaces, type TestSpaces, trainingOf } from "./data-spaces-fixture.ts";
import { makeFolder } from "./event-log/log-fixture.ts";
import { onSmallDisk } from "./event-log/small-disk.ts";
import { createTestDuty, onDutySince, type TestDuty } from "./post/duty-fixture.ts";

const CHILD = fileURLToPath(new URL("data-spaces-child.ts", import.meta.url));
const WAIT = { timeout: 20_000, interval: 5 };
const GOOD = { ok: true, value: true };
const GUARD = { operatorId: "op-7", role: "guard" } as const;
const NEXT = { operatorId: "op-8", role: "guard" } as const;
const SHIFT = onDutySince(0, [GUARD]);
const NEXT_SHIFT = { ...onDutySince(1, [NEXT]), shiftId: "shift-2" };

let place: ReturnType<typeof makeFolder>;
let duty: TestDuty;
let station: TestSpaces;

beforeEach(async () => {
  place = makeFolder();
  duty = createTestDuty(SHIFT);
  await open();
});
afterEach(async () => {
  await station.close();
  place.remove();
});

async function open(onOpening?: () => void): Promise<void> {
  const logger = pino({ level: "silent" });
  const hooks = onOpening ? { onOpening } : {};
  station = await openTestSpaces({ folder: place.folder, duty, logger, ...hooks });
}

const train = (isOn: boolean) => station.spaces.setTraining(isOn);
const told = async () => (await station.events()).map(({ type }) => type);
const filesLeft = () => {
  const path = trainingOf(place.folder);
  return existsSync(path) ? readdirSync(path) : [];
};
const isShown = (count: number) => expect.poll(() => station.scansShown(), WAIT).toBe(count);

/** Somebody comes, goes or locks the screen. */
function turnTo(present: ReturnType<TestDuty["onDuty"]>): void {
  duty.set(present);
  station.spaces.dutyChanged();
}

/** A trigger in the live store's file refuses events, as a disk that fails does. */
function setLiveRefusing(isRefusing: boolean): void {
  const db = new DatabaseSync(join(place.folder, "store.db"));
  const refuse = `BEFORE INSERT ON "events.v0" BEGIN SELECT RAISE(ABORT, 'the disk fails'); END`;
  db.exec(isRefusing ? `CREATE TRIGGER refusing ${refuse}` : "DROP TRIGGER refusing");
  db.close();
}

describe("a training", () => {
  it("begins empty each time, and the real records go on where they were", async () => {
    station.scan("REAL-1");
    await isShown(1);
    for (const payload of ["PLAY-1", "PLAY-2"]) {
      expect(await train(true)).toEqual(GOOD);
      expect([station.spaces.mode, station.scansShown()]).toEqual(["training", 0]);
      station.scan(payload);
      await isShown(1);
      expect(await train(false)).toEqual(GOOD);
      expect([station.spaces.mode, station.scansShown()]).toEqual(["live", 1]);
    }
    expect(station.switches).toEqual(["training", "live", "training", "live"]);
    expect(station.notices).toEqual([]);
  });

  it("GW-39: leaves nothing in the real log but who began and who ended it", async () => {
    station.scan("REAL-1");
    await isShown(1);
    await train(true);
    for (const payload of ["PLAY-1", "PLAY-2", "PLAY-3"]) station.scan(payload);
    await isShown(3);
    await train(false);
    const events = await station.events();
    expect(events.map(({ type }) => type)).toEqual([
      "scan.recorded",
      "training.started",
      "training.ended",
    ]);
    expect(JSON.stringify(events)).not.toContain("PLAY-");
    for (const { header } of events.slice(1)) {
      const named = { actors: [GUARD], shiftId: "shift-1", source: "manual", mode: "live" };
      expect(header).toMatchObject(named);
    }
  });

  it("takes its records with it when it ends", async () => {
    await train(true);
    expect(filesLeft()).toContain("store.key");
    await train(false);
    expect(filesLeft()).toEqual([]);
  });

  it("is switched once by two windows that ask at once", async () => {
    expect(await Promise.all([train(true), train(true)])).toEqual([GOOD, GOOD]);
    expect(await Promise.all([train(false), train(false)])).toEqual([GOOD, GOOD]);
    expect(await told()).toEqual(["training.started", "training.ended"]);
  });

  it("is over when one window began and another ended it at once", async () => {
    await Promise.all([train(true), train(false), train(true), train(false)]);
    expect(station.spaces.mode).toBe("live");
    const pair = ["training.started", "training.ended"];
    expect(await told()).toEqual([...pair, ...pair]);
  });

  it.each(["duty.nobody", "duty.locked"] as const)(
    "is neither begun nor ended by hand while the post says %s",
    async (code) => {
      duty.set(fail(code));
      expect(await train(true)).toMatchObject({ ok: false, reason: code });
      duty.set(ok(SHIFT));
      await train(true);
      duty.set(fail(code));
      expect(await train(false)).toMatchObject({ ok: false, reason: code });
      expect(station.spaces.mode).toBe("training");
      duty.set(ok(SHIFT));
    },
  );
});

describe("a scan while the space switches", () => {
  it("is recorded in the real log or in the training, never in both and never in none", async () => {
    const live = station.spaces.post;
    let scans = 0;
    const switching = train(true);
    while (station.spaces.mode === "live") {
      station.scan(`S-${++scans}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (let more = 0; more < 20; more += 1) station.scan(`S-${++scans}`);
    const played = station.spaces.post;
    await switching;
    const ending = train(false);
    while (station.spaces.mode === "training") {
      station.scan(`S-${++scans}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ending;
    const today = [live, played].map((post) => {
      const view = post.view();
      return view.role === "checkpoint" ? view.today.scans : 0;
    });
    const [inLive = 0, inTraining = 0] = today;
    expect(inLive + inTraining).toBe(scans);
    expect(inTraining).toBeGreaterThanOrEqual(20);
    expect((await told()).filter((type) => type === "scan.recorded")).toHaveLength(inLive);
    expect(station.notices).toEqual([]);
  });
});

describe("a training that cannot begin", () => {
  it("leaves the real records at work and says its code", async () => {
    rmSync(trainingOf(place.folder), { recursive: true, force: true });
    writeFileSync(trainingOf(place.folder), "in the way");
    expect(await train(true)).toMatchObject({ ok: false, reason: "folder.unusable" });
    expect(station.spaces.mode).toBe("live");
    station.scan("REAL-1");
    await isShown(1);
    expect(await told()).toEqual(["scan.recorded"]);
    rmSync(trainingOf(place.folder));
    expect(await train(true)).toEqual(GOOD);
    expect(station.scansShown()).toBe(0);
  });

  it("says so on a full disk, with the real records at work", async () => {
    await station.close();
    mkdirSync(trainingOf(place.folder), { recursive: true });
    const program = [process.execPath, CHILD, "full", place.folder];
    const disk = { folder: trainingOf(place.folder), size: "64k" };
    const { command, isMounted } = onSmallDisk(disk, program);
    const [file = "", ...parameters] = [...command, isMounted ? "tmpfs" : "file-size-limit"];
    const { stdout } = await promisify(execFile)(file, parameters);
    expect(JSON.parse(stdout)).toEqual({
      answer: { ok: false, reason: isMounted ? "store.full" : "folder.unusable" },
      mode: "live",
      scans: 1,
      types: ["scan.recorded"],
      isStoreLeft: false,
    });
    await open();
  });

  it("is not shown when the real log does not take its beginning", async () => {
    setLiveRefusing(true);
    expect(await train(true)).toMatchObject({ ok: false, reason: "store.failed" });
    expect([station.spaces.mode, filesLeft()]).toEqual(["live", []]);
    setLiveRefusing(false);
    expect(await train(true)).toEqual(GOOD);
    expect(await told()).toEqual(["training.started"]);
  });

  it("is not ended by hand when the real log does not take its end", async () => {
    await train(true);
    setLiveRefusing(true);
    expect(await train(false)).toMatchObject({ ok: false, reason: "store.failed" });
    station.scan("PLAY-1");
    await isShown(1);
    setLiveRefusing(false);
    expect(await train(false)).toEqual(GOOD);
    expect(await told()).toEqual(["training.started", "training.ended"]);
  });
});

describe("a shift that changes while its people train", () => {
  it("takes the training with it when it ends, and the real log says so", async () => {
    await train(true);
    station.scan("PLAY-1");
    await isShown(1);
    turnTo(fail("duty.nobody"));
    expect(station.spaces.mode).toBe("live");
    await expect.poll(told, WAIT).toEqual(["training.started", "training.ended"]);
    const [, ended] = await station.events();
    expect(ended?.header).toMatchObject({ source: "device", actors: [GUARD], shiftId: "shift-1" });
    await expect.poll(filesLeft, WAIT).toEqual([]);
  });

  it("lets those who take over work in the real records from their first scan on", async () => {
    await train(true);
    turnTo(fail("duty.locked"));
    expect(station.spaces.mode).toBe("training");
    turnTo(ok(NEXT_SHIFT));
    station.scan("REAL-1");
    await isShown(1);
    expect(station.spaces.mode).toBe("live");
    const scan = (await station.events()).find(({ type }) => type === "scan.recorded");
    expect(scan?.header).toMatchObject({ actors: [NEXT], shiftId: "shift-2" });
    const types = ["scan.recorded", "training.ended", "training.started"];
    await expect.poll(async () => (await told()).sort(), WAIT).toEqual(types);
  });

  it("goes on training when the screen was only locked, and names who is there at the end", async () => {
    await train(true);
    turnTo(fail("duty.locked"));
    turnTo(ok({ ...SHIFT, actors: [GUARD, NEXT] }));
    expect(station.spaces.mode).toBe("training");
    turnTo(fail("duty.nobody"));
    await expect.poll(told, WAIT).toEqual(["training.started", "training.ended"]);
    const [, ended] = await station.events();
    expect(ended?.header.actors).toEqual([GUARD, NEXT]);
  });

  it("ends the training once, also when somebody ends it by hand in the same moment", async () => {
    await train(true);
    const ending = train(false);
    turnTo(ok(NEXT_SHIFT));
    await ending;
    await train(true);
    expect(await told()).toEqual(["training.started", "training.ended", "training.started"]);
  });

  it("shows no training that was still being opened when its shift ended", async () => {
    await station.close();
    await open(() => turnTo(fail("duty.nobody")));
    expect(await train(true)).toMatchObject({ ok: false, reason: "duty.nobody" });
    expect(station.spaces.mode).toBe("live");
    await expect.poll(told, WAIT).toEqual(["training.started", "training.ended"]);
    await expect.poll(filesLeft, WAIT).toEqual([]);
  });
});

describe("a host in a training", () => {
  it("ends it when it closes, and starts in the real records", async () => {
    await train(true);
    station.scan("PLAY-1");
    await station.close();
    expect(filesLeft()).toEqual([]);
    await open();
    expect([station.spaces.mode, station.scansShown()]).toEqual(["live", 0]);
    expect(await told()).toEqual(["training.started", "training.ended"]);
  });

  it("closes while a training is being opened", async () => {
    const opening = train(true);
    await station.close();
    expect(await opening).toEqual(GOOD);
    await open();
    expect(await told()).toEqual(["training.started", "training.ended"]);
  });

  it("starts in the real records after it died, and the log says once that the training is over", async () => {
    await station.close();
    const child = spawn(process.execPath, [CHILD, "die", place.folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const isGone = once(child, "exit");
    for await (const line of createInterface({ input: child.stdout })) {
      expect(line).toBe("training");
      child.kill("SIGKILL");
    }
    await isGone;
    expect(filesLeft()).toContain("store.key");
    for (let start = 0; start < 2; start += 1) {
      await open();
      expect([station.spaces.mode, station.scansShown(), filesLeft()]).toEqual(["live", 0, []]);
      expect(await told()).toEqual(["training.started", "training.ended"]);
      await station.close();
    }
    await open();
    expect((await station.events()).at(-1)?.header.source).toBe("device");
  });
});
