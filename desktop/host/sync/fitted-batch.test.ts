import { randomBytes, randomUUID } from "node:crypto";
import type { EpochId } from "@gatehouse/protocols/ids";
import { decodeBatch } from "@gatehouse/protocols/wire/batch";
import { MAX_BATCH_BYTES, MAX_MESSAGE_BYTES } from "@gatehouse/protocols/wire/messages";
import { describe, expect, it } from "vitest";
import { BATCH_CODECS } from "./batch-codecs.ts";
import { fittedBatch } from "./fitted-batch.ts";
import type { OutboxRow } from "./sync-outbox.ts";

const EPOCH = "00000000000000aa" as EpochId;

/** Rows of a size, from `seq` 11 on; what lies in them does not matter to the batch. */
function rowsOf(count: number, payload: () => string): OutboxRow[] {
  return Array.from({ length: count }, (_, at) => rowAt(11 + at, payload()));
}

function rowAt(seq: number, payload: string): OutboxRow {
  return { seq, row: { seq, payload } as never };
}

function decodedFit(rows: readonly OutboxRow[], enc: "json" | "zstd", stream: "ev" | "tm" = "ev") {
  const fitted = fittedBatch(rows, { batch: randomUUID(), stream, epoch: EPOCH, from: 11, enc });
  const decoded = decodeBatch(BATCH_CODECS, fitted.bytes);
  if (!decoded.ok) throw new Error(decoded.reason);
  return { ...fitted, ...decoded.value };
}

const plain = (rows: readonly OutboxRow[]) => rows.map(({ row }) => row);

describe("a fitted batch", () => {
  it("holds all rows where they fit, under a header that counts them", () => {
    const rows = rowsOf(100, () => "short");
    const batch = decodedFit(rows, "json");
    expect(batch.to).toBe(110);
    expect(batch.header).toMatchObject({ v: 1, stream: "ev", epoch: EPOCH, from: 11, to: 110 });
    expect(batch.rows).toEqual(plain(rows));
  });

  it("GW-6, GW-13: is cut to leading rows that stay below 256 KiB on the wire", () => {
    const rows = rowsOf(100, () => randomBytes(5_000).toString("hex"));
    for (const enc of ["json", "zstd"] as const) {
      const batch = decodedFit(rows, enc);
      expect(batch.bytes.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
      expect(batch.rows.length).toBeGreaterThan(1);
      expect(batch.rows).toEqual(plain(rows.slice(0, batch.to - 10)));
    }
  });

  it("sends a single row however the halving falls", () => {
    const rows = rowsOf(3, () => randomBytes(120_000).toString("hex"));
    expect(decodedFit(rows, "json").to).toBe(11);
  });

  it("GW-6: keeps below 8 MiB once unpacked, however well it compresses", () => {
    const rows = rowsOf(500, () => "0".repeat(40_000));
    const batch = decodedFit(rows, "zstd");
    const unpackedBytes = batch.lines.reduce((sum, line) => sum + line.length + 1, 0);
    expect(batch.rows.length).toBeLessThan(500);
    expect(unpackedBytes).toBeLessThanOrEqual(MAX_BATCH_BYTES);
  });

  it("GW-36: goes as far as its last row, where rows of telemetry are missing between", () => {
    const rows = [14, 15, 40, 77].map((seq) => rowAt(seq, "short"));
    const batch = decodedFit(rows, "json", "tm");
    expect(batch.to).toBe(77);
    expect(batch.header).toMatchObject({ stream: "tm", from: 11, to: 77 });
    expect(batch.rows).toEqual(plain(rows));
  });

  it("GW-36: names the last row that fits, when telemetry with holes is cut", () => {
    const rows = [12, 30, 31, 90].map((seq) => rowAt(seq, randomBytes(60_000).toString("hex")));
    const batch = decodedFit(rows, "json", "tm");
    expect(batch.to).toBe(30);
    expect(batch.rows).toEqual(plain(rows.slice(0, 2)));
  });
});
