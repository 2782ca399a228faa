import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tubeCodeIn } from "./tube-code.ts";

const RULE = { prefix: "B", length: 11 };

describe("tubeCodeIn", () => {
  it("takes capitals and digits of the right length behind the prefix", () => {
    expect(tubeCodeIn("B2026004417", RULE)).toBe("B2026004417");
    expect(tubeCodeIn("BZ", { prefix: "BZ", length: 2 })).toBe("BZ");
  });

  it("does not mind spaces around it", () => {
    expect(tubeCodeIn("  B2026004417\t ", RULE)).toBe("B2026004417");
  });

  it.each([
    ["another prefix", "A2026004417"],
    ["lower case", "b2026004417"],
    ["one character too few", "B202600441"],
    ["one character too many", "B20260044170"],
    ["a space inside", "B2026 04417"],
    ["a full-width digit", "B202600441７"],
    ["a control character", "B2026\u001d04417"],
    ["nothing", ""],
    ["spaces only", "           "],
  ])("takes no text with %s", (_, text) => {
    expect(tubeCodeIn(text, RULE)).toBeNull();
  });

  it("answers any text with null or a code of the rule, which it takes again", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^B[A-Z0-9 ]{8,12}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const code = tubeCodeIn(text, RULE);
        if (code === null) return;
        expect(code).toMatch(/^B[A-Z0-9]{10}$/);
        expect(tubeCodeIn(code, RULE)).toBe(code);
      }),
    );
  });
});
