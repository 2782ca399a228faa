import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { ScanRead } from "@gatehouse/protocols/scan/scanner-codec";
import { afterEach, describe, expect, it } from "vitest";
import type { DeviceState } from "../device/supervisor.ts";
import { type SimulatedScanner, startSimulatedScanner } from "../simulator/simulated-scanner.ts";
import { createSerialTransport } from "../transport/serial-transport.ts";
import { type ScannerListener, type ScannerOptions, startScanner } from "./scanner-driver.ts";

const WAIT = { timeout: 40_000, interval: 10 };
const OVER_LONG = 5_000;

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A simulated scanner on a pty of its own. */
async function plugIn(...args: string[]): Promise<SimulatedScanner> {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-scanner-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  const scanner = await startSimulatedScanner({ folder, arguments: args });
  cleanups.push(() => scanner.close());
  return scanner;
}

/** A driver with everything that it tells. */
function drive(
  path: string,
  changed: Partial<ScannerOptions> = {},
  hears: Partial<ScannerListener> = {},
) {
  const reads: ScanRead[] = [];
  const times: { wallTimeMs: number; monotonicMs: number }[] = [];
  const states: DeviceState[] = [];
  const rejects: string[] = [];
  const log: string[] = [];
  const note = (fields: object, message: string) =>
    log.push(JSON.stringify({ ...fields, message }));
  const driver = startScanner(
    {
      deviceId: "scanner-1",
      path,
      baudRate: 9_600,
      sendsAimIds: false,
      duplicateWindowMs: 1_500,
      logger: { info: note, warn: note },
      clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
      random: () => 0.1,
      ...changed,
    },
    {
      onScan(read, at) {
        reads.push(read);
        times.push(at);
        hears.onScan?.(read, at);
      },
      onState: (state) => states.push(state),
      onReject: (code) => rejects.push(code),
    },
  );
  cleanups.push(() => driver.close());
  const payloads = () => reads.map(({ payload }) => payload);
  const shownStates = () => states.map(({ state, code }) => (code ? `${state} ${code}` : state));
  const becomes = (state: string) => expect.poll(() => shownStates().at(-1), WAIT).toBe(state);
  return { driver, reads, times, states, rejects, log, payloads, shownStates, becomes };
}

describe("a scanner driver, reading", () => {
  it("gives what was scanned, with its symbology and the time of its last byte", async () => {
    const scanner = await plugIn("--aim");
    const heard = drive(scanner.path, { sendsAimIds: true });
    await heard.becomes("ready");
    const earliestMs = Date.now();
    await scanner.scan("通行码-01");
    await expect.poll(heard.payloads, WAIT).toEqual(["通行码-01"]);
    expect(heard.reads[0]).toEqual({
      payload: "通行码-01",
      encoding: "utf-8",
      aimId: "]Q1",
      symbology: "QR Code",
      terminator: "suffix",
    });
    expect(heard.times[0]?.wallTimeMs).toBeGreaterThanOrEqual(earliestMs);
    expect(heard.times[0]?.wallTimeMs).toBeLessThanOrEqual(Date.now());
  });

  it("reads a scanner that sends no suffix", async () => {
    const scanner = await plugIn("--suffix", "none");
    const heard = drive(scanner.path);
    await heard.becomes("ready");
    await scanner.scan("NO-SUFFIX");
    await expect.poll(heard.payloads, WAIT).toEqual(["NO-SUFFIX"]);
    expect(heard.reads[0]?.terminator).toBe("idle");
  });

  it("reads GB 18030", async () => {
    const scanner = await plugIn();
    const heard = drive(scanner.path);
    await heard.becomes("ready");
    await scanner.bytes(Uint8Array.of(0xb2, 0xe2, 0xca, 0xd4, 0x0d));
    await expect.poll(heard.payloads, WAIT).toEqual(["测试"]);
    expect(heard.reads[0]?.encoding).toBe("gb18030");
  });

  it("takes the same code twice in a moment for one scan", async () => {
    const scanner = await plugIn();
    const heard = drive(scanner.path, { duplicateWindowMs: 60_000 });
    await heard.becomes("ready");
    await scanner.bytes(Buffer.from("SAME\rSAME\rOTHER\rSAME\rLAST\r"));
    await expect.poll(heard.payloads, WAIT).toEqual(["SAME", "OTHER", "LAST"]);
  });

  it("gives every read when the window is zero", async () => {
    const scanner = await plugIn();
    const heard = drive(scanner.path, { duplicateWindowMs: 0 });
    await heard.becomes("ready");
    await scanner.bytes(Buffer.from("SAME\rSAME\r"));
    await expect.poll(heard.payloads, WAIT).toEqual(["SAME", "SAME"]);
  });

  it("reports binary and over-long lines and goes on with the next code", async () => {
    const scanner = await plugIn();
    const heard = drive(scanner.path);
    await heard.becomes("ready");
    await scanner.bytes(Uint8Array.of(0x00, 0x01, 0x02, 0x0d));
    await scanner.scan("9".repeat(OVER_LONG));
    await scanner.scan("CLEAN");
    await expect.poll(heard.payloads, WAIT).toEqual(["CLEAN"]);
    expect(heard.rejects).toEqual(["scan.unreadable", "scan.too-long"]);
  });

  it("survives a listener that throws, and logs neither its words nor the code", async () => {
    const scanner = await plugIn();
    const heard = drive(
      scanner.path,
      {},
      {
        onScan(read) {
          throw new Error(`cannot take ${read.payload}`);
        },
      },
    );
    await heard.becomes("ready");
    await scanner.scan("SECRET-1");
    await scanner.scan("SECRET-2");
    await expect.poll(heard.payloads, WAIT).toEqual(["SECRET-1", "SECRET-2"]);
    const log = heard.log.join("\n");
    expect(log).toContain("listener failed");
    expect(log).not.toContain("SECRET");
  });
});

describe("a scanner driver, connecting", () => {
  it("waits for a scanner that is not there and reads once it is", async () => {
    const scanner = await plugIn();
    await scanner.unplug();
    const heard = drive(scanner.path);
    await heard.becomes("lost device.absent");
    await scanner.plug();
    await heard.becomes("ready");
    await scanner.scan("FIRST");
    await expect.poll(heard.payloads, WAIT).toEqual(["FIRST"]);
    expect(heard.shownStates()).toEqual(["connecting", "lost device.absent", "ready"]);
  });

  it("says that another program holds the port and recovers when it lets go", async () => {
    const scanner = await plugIn();
    const holder = createSerialTransport({ path: scanner.path, baudRate: 9_600 });
    cleanups.push(() => holder.close());
    await holder.open(new AbortController().signal);
    const heard = drive(scanner.path);
    await heard.becomes("lost device.busy");
    await holder.close();
    await heard.becomes("ready");
  });

  it("records no half code when the plug is pulled, says so, and is ready again after", async () => {
    const scanner = await plugIn();
    const heard = drive(scanner.path);
    await heard.becomes("ready");
    await Promise.all([scanner.bytes(Buffer.from("WHOLE\rHALF")), scanner.unplug()]);
    await heard.becomes("lost device.disconnected");
    expect(heard.payloads()).toEqual(["WHOLE"]);
    expect(heard.states.at(-1)?.droppedBytes).toBe(4);
    expect(heard.rejects).toEqual(["scan.truncated"]);
    await scanner.plug();
    await heard.becomes("ready");
    await scanner.scan("NEXT");
    await expect.poll(heard.payloads, WAIT).toEqual(["WHOLE", "NEXT"]);
    expect(heard.shownStates()).toEqual([
      "connecting",
      "ready",
      "lost device.disconnected",
      "ready",
    ]);
  });

  it("gives the port back when closed, and may be closed twice", async () => {
    const scanner = await plugIn();
    const first = drive(scanner.path);
    await first.becomes("ready");
    await first.driver.close();
    await first.driver.close();
    const second = drive(scanner.path);
    await second.becomes("ready");
    await scanner.scan("MINE");
    await expect.poll(second.payloads, WAIT).toEqual(["MINE"]);
    expect(first.payloads()).toEqual([]);
    expect(second.shownStates()).toEqual(["connecting", "ready"]);
  });
});

describe("a scanner that is unplugged while it sends", () => {
  it("is lost every time and comes back every time, whatever the port still held", async () => {
    const scanner = await plugIn();
    const { reads, states } = drive(scanner.path, { duplicateWindowMs: 0 });
    const count = (state: DeviceState["state"]) =>
      states.filter((one) => one.state === state).length;
    for (let round = 1; round <= 12; round += 1) {
      await expect.poll(() => count("ready"), WAIT).toBe(round);
      await Promise.all([scanner.bytes(Buffer.from(`BEFORE${round}\r`)), scanner.unplug()]);
      await expect.poll(() => count("lost"), WAIT).toBe(round);
      await scanner.plug();
    }
    await expect.poll(() => count("ready"), WAIT).toBe(13);
    await scanner.scan("AFTER-ALL");
    await expect.poll(() => reads.at(-1)?.payload, WAIT).toBe("AFTER-ALL");
  });
});
