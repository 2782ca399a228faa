import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Writable } from "node:stream";
import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import type { PostRole } from "@gatehouse/protocols/duty/roles";
import { pino } from "pino";
import type { Clock } from "../clock.ts";
import { makeFolder, NOON_MS, startHost, type TestHost } from "../event-log/log-fixture.ts";
import { OLDEST_FIRST } from "../event-log/stored-rows.ts";
import type { EventRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import { DutyDesk } from "./duty-desk.ts";

/** Both clocks of a station, moved by hand. */
export interface DutyClock extends Clock {
  /** Time passes. */
  pass(ms: number): void;
  /** Somebody sets the wall clock. */
  step(ms: number): void;
}

/** A station's store, log and duty desk on real files. */
export interface TestPost {
  readonly clock: DutyClock;
  readonly host: TestHost;
  readonly desk: DutyDesk;
  /** Log lines of all host starts. */
  readonly lines: readonly string[];
  /** How often the view has changed. */
  changes(): number;
  /** The whole log, in its order, without what every host start says. */
  events(): Promise<EventRow[]>;
  /** Types of `events`. */
  told(): Promise<string[]>;
  /** The host ends and starts again after a while, with the same list. */
  restart(awayMs?: number): Promise<void>;
  /** The disk refuses every event from now on, or takes them again. */
  setDiskFailing(isFailing: boolean): void;
  close(): Promise<void>;
}

/** Opens a post with a list, or with none. */
export async function openPost(list: Bundle | null, role: PostRole = "checkpoint") {
  const place = makeFolder();
  const clock = createDutyClock();
  const lines: string[] = [];
  const logger = pino({ level: "trace", base: null, timestamp: false }, linesInto(lines));
  let changes = 0;
  async function start() {
    const host = await startHost(place.folder, clock);
    const onChange = () => {
      changes += 1;
    };
    const space = { mode: "live" as const, store: host.store, log: host.log };
    const desk = await DutyDesk.open({ role, space, clock, logger, onChange });
    await desk.setList(list);
    return { host, desk };
  }
  let now = await start();
  async function stop() {
    await now.desk.close();
    await now.host.close();
  }
  async function events() {
    const rows = await readRows(now.host.store.events, { sort: OLDEST_FIRST });
    return rows.filter(({ type }) => type !== "host.started");
  }
  const post: TestPost = {
    clock,
    get host() {
      return now.host;
    },
    get desk() {
      return now.desk;
    },
    lines,
    changes: () => changes,
    events,
    told: async () => (await events()).map(({ type }) => type),
    async restart(awayMs = 1_000) {
      await stop();
      clock.pass(awayMs);
      now = await start();
    },
    setDiskFailing: (isFailing) => setRefusing(place.folder, isFailing),
    async close() {
      await stop();
      place.remove();
    },
  };
  return post;
}

function createDutyClock(): DutyClock {
  let monotonicMs = 5_000;
  let leadMs = NOON_MS;
  return {
    nowMs: () => leadMs + monotonicMs,
    monotonicMs: () => monotonicMs,
    pass: (ms) => {
      monotonicMs += ms;
    },
    step: (ms) => {
      leadMs += ms;
    },
  };
}

/** A trigger in the store's own file refuses events, as a disk that fails does. */
function setRefusing(folder: string, isRefusing: boolean): void {
  const db = new DatabaseSync(join(folder, "store.db"));
  if (isRefusing) {
    const refuse = "SELECT RAISE(ABORT, 'the disk fails')";
    db.exec(`CREATE TRIGGER refusing BEFORE INSERT ON "events.v0" BEGIN ${refuse}; END`);
  } else {
    db.exec("DROP TRIGGER refusing");
  }
  db.close();
}

function linesInto(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
}
