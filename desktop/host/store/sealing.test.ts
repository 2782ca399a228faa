import { describe, expect, it } from "vitest";
import { nodeRandomBytes } from "../digests.ts";
import { createSealer, type SealPlace } from "./sealing.ts";

const PLACE: SealPlace = { collection: "events", documentId: "one", schemaVersion: 0 };
const PLAIN = Buffer.from("a body", "utf8");
const sealer = createSealer(nodeRandomBytes(32), nodeRandomBytes);

function reasonOf(sealed: Uint8Array, place: SealPlace): string {
  const opened = sealer.open(sealed, place);
  return opened.ok ? "opened" : opened.reason;
}

describe("a sealed value", () => {
  it("opens in its own place", () => {
    const opened = sealer.open(sealer.seal(PLAIN, PLACE), PLACE);
    expect(opened.ok && PLAIN.equals(opened.value)).toBe(true);
  });

  it.each([
    { ...PLACE, collection: "epochs" },
    { ...PLACE, documentId: "two" },
    { ...PLACE, schemaVersion: 1 },
  ])("does not open as $collection/$documentId version $schemaVersion", (elsewhere) => {
    expect(reasonOf(sealer.seal(PLAIN, PLACE), elsewhere)).toBe("not-authentic");
  });

  it("does not open under another key", () => {
    const other = createSealer(nodeRandomBytes(32), nodeRandomBytes);
    expect(reasonOf(other.seal(PLAIN, PLACE), PLACE)).toBe("not-authentic");
  });

  it("does not open with any one byte changed", () => {
    const sealed = sealer.seal(PLAIN, PLACE);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(reasonOf(changed, PLACE)).toBe(at === 0 ? "unknown-suite" : "not-authentic");
    }
  });

  it("does not open cut short at any length", () => {
    const sealed = sealer.seal(PLAIN, PLACE);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(reasonOf(sealed.subarray(0, length), PLACE)).not.toBe("opened");
    }
  });

  it("looks different each time", () => {
    expect(sealer.seal(PLAIN, PLACE)).not.toEqual(sealer.seal(PLAIN, PLACE));
  });
});
