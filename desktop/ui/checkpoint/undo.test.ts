import { quietCheckpoint } from "@gatehouse/protocols/rpc/quiet-view";
import { describe, expect, it } from "vitest";
import { undoOffer } from "./undo.ts";

describe("undo", () => {
  const scan = {
    eventId: "event-1",
    number: 1,
    atMs: 0,
    maskedTail: "1234",
    symbology: null,
    source: "device",
    voided: false,
  } as const;

  it("offers the newest scan for five minutes", () => {
    const post = quietCheckpoint(0, { recent: [scan] });
    expect(undoOffer(post, 300_000)).toEqual({ can: true, eventId: "event-1" });
    expect(undoOffer(post, 300_001)).toEqual({ can: false, code: "scan.undo-expired" });
  });

  it("offers nothing when there is none or it is undone", () => {
    expect(undoOffer(quietCheckpoint(0), 0)).toEqual({ can: false, code: "scan.not-found" });
    const post = quietCheckpoint(0, {
      recent: [
        { ...scan, voided: true },
        { ...scan, eventId: "event-0" },
      ],
    });
    expect(undoOffer(post, 0)).toEqual({ can: false, code: "scan.not-found" });
  });
});
