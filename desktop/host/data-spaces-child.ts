/**
 * Child of the tests of data spaces. `die`: begins a training, scans, says so and waits to be
 * killed. `full`: tries to begin one on a disk that is full, scans, and says what came of it.
 */
import { existsSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { pino } from "pino";
import { openTestSpaces, trainingOf } from "./data-spaces-fixture.ts";
import { limitFileSize } from "./event-log/small-disk.ts";
import { createTestDuty, onDutySince } from "./post/duty-fixture.ts";

const STDOUT = 1;
const [, , act = "", folder = "", limitedBy = ""] = argv;
const station = await openTestSpaces({
  folder,
  duty: createTestDuty(onDutySince(0)),
  logger: pino({ level: "silent" }),
});
const { spaces } = station;

async function scanned(): Promise<number> {
  station.scan("CHILD-1");
  while (station.scansShown() === 0) await new Promise((resolve) => setImmediate(resolve));
  return station.scansShown();
}

if (act === "die") {
  await spaces.setTraining(true);
  await scanned();
  writeSync(STDOUT, `${spaces.mode}\n`);
  setInterval(() => undefined, 1_000);
} else {
  if (limitedBy === "tmpfs") fill(join(trainingOf(folder), "ballast"));
  else limitFileSize(2_048);
  const answer = await spaces.setTraining(true);
  if (limitedBy !== "tmpfs") limitFileSize("unlimited");
  const seen = { answer, mode: spaces.mode, scans: await scanned() };
  const types = (await station.events()).map(({ type }) => type);
  const isStoreLeft = existsSync(join(trainingOf(folder), "store.db"));
  await station.close();
  writeSync(STDOUT, `${JSON.stringify({ ...seen, types, isStoreLeft })}\n`);
}

function fill(path: string): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(4_096), { flag: "a" });
  } catch {
    // Full: that is what was wanted.
  }
}
