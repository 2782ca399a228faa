/**
 * Child of the crash test: records scans in bursts until it is killed. Prints `try N` before it
 * hands a scan over and `done N` only after the log accepted it.
 */
import { writeSync } from "node:fs";
import { argv } from "node:process";
import { systemClock } from "../clock.ts";
import { GUARD, scanOf, startHost } from "./log-fixture.ts";

const STDOUT = 1;
const [, , folder = "", first = "0"] = argv;
const { log } = await startHost(folder, systemClock);

async function record(scan: number): Promise<void> {
  writeSync(STDOUT, `try ${scan}\n`);
  await log.append(scanOf(`crash-${scan}`), GUARD);
  writeSync(STDOUT, `done ${scan}\n`);
}

for (let next = Number(first); ; ) {
  const burst = 1 + (next % 7);
  const scans = Array.from({ length: burst }, (_, at) => next + at);
  await Promise.all(scans.map(record));
  next += burst;
}
