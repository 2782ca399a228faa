/**
 * Child of the telemetry's crash test: takes rows in bursts, and marks some as acknowledged,
 * until it is killed. Prints `row N` once rows up to N are in the file and `mark N` once the mark is.
 */
import { writeSync } from "node:fs";
import { argv } from "node:process";
import { epochOf, openAs, scrape, turnEnds } from "./telemetry-fixture.ts";

const STDOUT = 1;
/** Small, so that kills also hit the thinning. */
const MAX_ROWS = 60;
const [, , folder = "", order = "1"] = argv;
const epoch = epochOf(Number(order));
const telemetry = openAs(Number(order), folder, { maxRows: MAX_ROWS });
telemetry.appended.subscribe(({ seq }) => writeSync(STDOUT, `row ${seq}\n`));

for (let taken = 0, burst = 0; ; burst += 1) {
  const rows = 1 + (burst % 5);
  for (let row = 0; row < rows; row += 1) scrape(telemetry);
  taken += rows;
  await turnEnds();
  if (burst % 3 !== 0) continue;
  const seq = Math.floor(taken / 2);
  await telemetry.outbox.setAcked({ epoch, seq });
  writeSync(STDOUT, `mark ${seq}\n`);
}
