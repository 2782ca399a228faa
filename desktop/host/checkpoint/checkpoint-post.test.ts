import { pino } from "pino";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  createTestClock,
  makeFolder,
  NOON_MS,
  startHost,
  type TestClock,
  type TestHost,
} from "../event-log/log-fixture.ts";
import { createTestDuty, onDutySince } from "../post/duty-fixture.ts";
import type { Post } from "../post/post.ts";
import { typedRead } from "../post/typed-read.ts";
import { openCheckpointPost } from "./checkpoint-post.ts";

let place: ReturnType<typeof makeFolder>;
let clock: TestClock;
let host: TestHost;
let post: Post;

async function open(): Promise<void> {
  host = await startHost(place.folder, clock);
  post = await openCheckpointPost({
    space: { mode: "live", store: host.store, log: host.log },
    duty: createTestDuty(onDutySince(NOON_MS)),
    clock,
    logger: pino({ level: "silent" }),
    onChange: () => undefined,
    onNotice: () => undefined,
  });
}

function view() {
  const now = post.view();
  if (now.role !== "checkpoint") throw new Error(now.role);
  return now;
}

function handlers() {
  if (post.handlers.role !== "checkpoint") throw new Error(post.handlers.role);
  return post.handlers;
}

beforeEach(async () => {
  place = makeFolder();
  clock = createTestClock();
  await open();
});
afterEach(async () => {
  await host.close();
  place.remove();
});

it("shows what was scanned and typed, and goes on counting after a restart", async () => {
  await post.takeScan({ ...typedRead("VISITOR-0001"), terminator: "suffix" });
  expect((await handlers().recordTyped("VISITOR-0002")).ok).toBe(true);
  expect(view().recent.map(({ number, source }) => [number, source])).toEqual([
    [2, "manual"],
    [1, "device"],
  ]);
  await host.close();
  await open();
  expect(view()).toMatchObject({ latest: null, today: { scans: 2 } });
  await handlers().recordTyped("VISITOR-0003");
  expect(view()).toMatchObject({ latest: { number: 3 }, today: { scans: 3 } });
});

it("undoes the newest scan", async () => {
  await handlers().recordTyped("VISITOR-0001");
  const eventId = view().latest?.eventId ?? "";
  expect((await handlers().undo(eventId)).ok).toBe(true);
  expect(view().today.scans).toBe(0);
});
