import { MAX_NOTE_LENGTH } from "@gatehouse/protocols/event/room-events";
import { describe, expect, it } from "vitest";
import { MAX_NOTE, noteWith } from "./report-note.ts";

describe("a note", () => {
  it("may be as long as the log takes it", () => {
    expect(MAX_NOTE).toBe(MAX_NOTE_LENGTH);
  });

  it("gathers ready-made notes, each once", () => {
    const noise = noteWith(" ", "异响", "，");
    expect(noise).toBe("异响");
    expect(noteWith(noise, "漏水", "，")).toBe("异响，漏水");
    expect(noteWith(noise, "异响", "，")).toBe("异响");
  });

  it("never holds half of a ready-made one", () => {
    const full = "长".repeat(MAX_NOTE - 2);
    expect(noteWith(full, "漏水", "，")).toBe(full);
  });
});
