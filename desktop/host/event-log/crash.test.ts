import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import { expect, it } from "vitest";
import { nodeDigests } from "../digests.ts";
import { readRows } from "../store/store-reading.ts";
import { makeFolder, startHost } from "./log-fixture.ts";
import { OLDEST_FIRST } from "./stored-rows.ts";
import { verifyChain } from "./verify-chain.ts";

const CYCLES = 20;
const WRITER = fileURLToPath(new URL("crash-writer.ts", import.meta.url));
/** How many accepted scans a cycle waits for before the kill: odd steps hit bursts at every place. */
const acceptedBeforeKill = (cycle: number) => 1 + ((cycle * 13) % 29);

interface Seen {
  readonly tried: Set<number>;
  readonly accepted: Set<number>;
}

/** Lets a writer run until so many scans were accepted, kills it, and reads what it still had said. */
async function runAndKill(folder: string, seen: Seen, killAt: number): Promise<void> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    [WRITER, folder, String(seen.tried.size)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const isGone = once(child, "exit");
  let acceptedNow = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, number] = line.split(" ");
    if (word === "try") seen.tried.add(Number(number));
    if (word !== "done") continue;
    seen.accepted.add(Number(number));
    acceptedNow += 1;
    if (acceptedNow === killAt) child.kill("SIGKILL");
  }
  await isGone;
}

async function recoveredScans(folder: string): Promise<number[]> {
  const host = await startHost(folder);
  const report = await verifyChain(host.store, nodeDigests);
  expect(report.firstBreak).toBeNull();
  const rows = await readRows(host.store.events, {
    selector: { type: "scan.recorded" },
    sort: OLDEST_FIRST,
  });
  await host.close();
  return rows.map(({ body }) =>
    Number((body as EventBody<"scan.recorded">).payload.replace("crash-", "")),
  );
}

it("keeps every accepted scan, and invents none, through 20 kills in the middle of a burst", async () => {
  const { folder, remove } = makeFolder();
  const seen: Seen = { tried: new Set(), accepted: new Set() };
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    await runAndKill(folder, seen, acceptedBeforeKill(cycle));
  }
  const recovered = await recoveredScans(folder);
  expect(seen.accepted.size).toBeGreaterThan(CYCLES);
  expect(recovered.length).toBe(new Set(recovered).size);
  expect([...seen.accepted].filter((scan) => !recovered.includes(scan))).toEqual([]);
  expect(recovered.filter((scan) => !seen.tried.has(scan))).toEqual([]);
  remove();
});
