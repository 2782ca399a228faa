import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { makeFolder } from "../event-log/log-fixture.ts";
import { epochOf, listeningLogger, openAs, rowsOf } from "./telemetry-fixture.ts";

const CYCLES = 8;
const WRITER = fileURLToPath(new URL("telemetry-crash-writer.ts", import.meta.url));
/** Lines that a cycle waits for before the kill: odd steps hit bursts at every place. */
const linesBeforeKill = (cycle: number) => 3 + ((cycle * 17) % 41);

/** Lets a writer run, kills it, and answers the last row and the last mark that it had said. */
async function runAndKill(folder: string, cycle: number) {
  const child = spawn(process.execPath, [WRITER, folder, String(cycle)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const isGone = once(child, "exit");
  const said = { row: 0, mark: 0, lines: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, number] = line.split(" ");
    if (word === "row") said.row = Number(number);
    if (word === "mark") said.mark = Number(number);
    said.lines += 1;
    if (said.lines === linesBeforeKill(cycle)) child.kill("SIGKILL");
  }
  await isGone;
  return said;
}

it("keeps rows and marks together through kills in the middle of writing and thinning", async () => {
  const { folder, remove } = makeFolder();
  for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
    const said = await runAndKill(folder, cycle);
    const { logger, lines } = listeningLogger();
    const telemetry = openAs(CYCLES + 1, folder, { logger });
    const streams = await telemetry.outbox.streams();
    const own = streams.find(({ epoch }) => epoch === epochOf(cycle));
    const rows = await rowsOf(telemetry, cycle);
    telemetry.close();
    expect(lines).toEqual([]);
    expect(own?.maxSeq).toBeGreaterThanOrEqual(said.row);
    expect(own?.ackedSeq).toBeGreaterThanOrEqual(said.mark);
    expect(own?.ackedSeq).toBeLessThanOrEqual(own?.maxSeq ?? 0);
    expect(rows.at(-1)?.seq).toBe(own?.maxSeq);
    expect(rows.every((row, at) => row.seq > (rows[at - 1]?.seq ?? 0))).toBe(true);
  }
  remove();
});
