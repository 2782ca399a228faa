/**
 * Child of the full-disk test: records scans until the disk takes no more, frees space, records
 * again, and prints what it saw as one line of JSON.
 */
import { rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { nodeDigests } from "../digests.ts";
import { readRows } from "../store/store-reading.ts";
import { GUARD, scanOf, startHost } from "./log-fixture.ts";
import { limitFileSize } from "./small-disk.ts";
import { verifyChain } from "./verify-chain.ts";

const STDOUT = 1;
const BALLAST_BYTES = 1_000_000;
const MAX_FILE_BYTES = 524_288;
const MAX_SCANS = 50_000;
/** Smaller than what a probe writes, so that a probe cannot fit where this did not. */
const BURST = 4;
const [, , folder = "", limitedBy = ""] = argv;
const ballast = join(folder, "ballast");
if (limitedBy === "tmpfs") writeFileSync(ballast, Buffer.alloc(BALLAST_BYTES));
else limitFileSize(MAX_FILE_BYTES);
const host = await startHost(join(folder, "data"));
let accepted = 0;

function codeOf(outcome: PromiseSettledResult<unknown>): string {
  if (outcome.status === "fulfilled") return "accepted";
  return outcome.reason instanceof GatehouseError ? outcome.reason.code : String(outcome.reason);
}

async function burst(): Promise<string[]> {
  const scans = Array.from({ length: BURST }, (_, at) => scanOf(`full-${at}-${"x".repeat(1_000)}`));
  const outcomes = await Promise.allSettled(scans.map((scan) => host.log.append(scan, GUARD)));
  const codes = outcomes.map(codeOf);
  accepted += codes.filter((code) => code === "accepted").length;
  return codes;
}

async function storedScans(): Promise<number> {
  return (await readRows(host.store.events, { selector: { type: "scan.recorded" } })).length;
}

function freeSpace(): void {
  if (limitedBy === "tmpfs") rmSync(ballast);
  else limitFileSize("unlimited");
}

let whenFull = await burst();
while (whenFull[0] === "accepted" && accepted < MAX_SCANS) whenFull = await burst();
const full = {
  codes: [...new Set(whenFull)],
  health: host.log.health.state,
  isOnlyAcceptedStored: (await storedScans()) === accepted,
  isSeqUnused: host.log.lastSeq === accepted + 1,
};
host.log.probe();
const healthAfterProbe = host.log.health.state;
freeSpace();
host.log.probe();
const healthWhenFreed = host.log.health.state;
const freed = {
  codes: [...new Set(await burst())],
  health: host.log.health.state,
  isOnlyAcceptedStored: (await storedScans()) === accepted,
  firstBreak: (await verifyChain(host.store, nodeDigests)).firstBreak,
};
await host.close();
writeSync(STDOUT, `${JSON.stringify({ full, healthAfterProbe, healthWhenFreed, freed })}\n`);
