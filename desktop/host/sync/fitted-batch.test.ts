import { randomBytes, randomUUID } from "node:crypto";
import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EpochId } from "@gatehouse/protocols/ids";
import { decodeBatch } from "@gatehouse/protocols/wire/batch";
import { MAX_BATCH_BYTES, MAX_MESSAGE_BYTES } from "@gatehouse/protocols/wire/messages";
import { describe, expect, it } from "vitest";
import { BATCH_CODECS } from "./batch-codecs.ts";
import { fittedBatch } from "./fitted-batch.ts";

const EPOCH = "00000000000000aa" as EpochId;

/** Rows of a size; what lies in them does not matter to the batch. */
function rowsOf(count: number, payload: () => string): StoredEvent[] {
  return Array.from({ length: count }, (_, at) => ({ at, payload: payload() }) as never);
}

function decodedFit(rows: readonly StoredEvent[], enc: "json" | "zstd") {
  const fitted = fittedBatch(rows, { batch: randomUUID(), epoch: EPOCH, from: 11, enc });
  const decoded = decodeBatch(BATCH_CODECS, fitted.bytes);
  if (!decoded.ok) throw new Error(decoded.reason);
  return { ...fitted, ...decoded.value };
}

describe("a fitted batch", () => {
  it("holds all rows where they fit, under a header that counts them", () => {
    const rows = rowsOf(100, () => "short");
    const batch = decodedFit(rows, "json");
    expect(batch.to).toBe(110);
    expect(batch.header).toMatchObject({ v: 1, stream: "ev", epoch: EPOCH, from: 11, to: 110 });
    expect(batch.rows).toEqual(rows);
  });

  it("GW-6, GW-13: is cut to leading rows that stay below 256 KiB on the wire", () => {
    const rows = rowsOf(100, () => randomBytes(5_000).toString("hex"));
    for (const enc of ["json", "zstd"] as const) {
      const batch = decodedFit(rows, enc);
      expect(batch.bytes.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
      expect(batch.rows.length).toBeGreaterThan(1);
      expect(batch.rows).toEqual(rows.slice(0, batch.to - 10));
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
});
