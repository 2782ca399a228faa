import { describe, expect, it } from "vitest";
import { RefusalLog } from "./refusal-log.ts";

describe("the log of refused reads", () => {
  it("has one line in ten seconds however many are refused, and loses no count", () => {
    const lines: object[] = [];
    const log = new RefusalLog(
      { info: () => undefined, warn: (fields) => lines.push(fields) },
      "scanner-1",
    );
    for (let nowMs = 0; nowMs <= 10_000; nowMs += 1) log.note("scan.unreadable", 2, nowMs);
    expect(lines).toEqual([
      { deviceId: "scanner-1", code: "scan.unreadable", refused: 1, droppedBytes: 2 },
      { deviceId: "scanner-1", code: "scan.unreadable", refused: 10_000, droppedBytes: 20_000 },
    ]);
  });
});
