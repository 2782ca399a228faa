import { POST_ERRORS } from "@gatehouse/protocols/error/post-errors";
import { STATION_ERRORS } from "@gatehouse/protocols/error/station-errors";
import { describe, expect, it } from "vitest";
import { EN } from "./en.ts";
import { errorWords } from "./error-words.ts";
import { symbologyKind } from "./symbology-kind.ts";
import { ZH_CN } from "./zh-cn.ts";

function textsOf(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : textsOf(value as object, `${path}${key}.`),
  );
}

const marksOf = (text: string) => (text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).toSorted();

describe("words", () => {
  it("hold the same keys and the same values to fill in, in both languages", () => {
    const zh = new Map(textsOf(ZH_CN).map(([key, text]) => [key, marksOf(text)]));
    const en = new Map(textsOf(EN).map(([key, text]) => [key, marksOf(text)]));
    expect(en).toEqual(zh);
  });

  it("never say that a recorded scan may pass", () => {
    expect(JSON.stringify(ZH_CN.scan)).not.toMatch(/放行|通过/);
    expect(JSON.stringify(EN.scan)).not.toMatch(/pass|allow|admit/i);
  });

  it("answer every code that a screen can show in both languages and no other", () => {
    for (const code of Object.keys({ ...STATION_ERRORS, ...POST_ERRORS })) {
      expect(errorWords(code, "zh-CN")?.title).toMatch(/\p{Script=Han}/u);
      expect(errorWords(code, "en")?.title).not.toMatch(/\p{Script=Han}/u);
    }
    expect(errorWords("no.such-code", "en")).toBeNull();
  });
});

describe("symbology", () => {
  it.each([
    ["QR Code", "qr"],
    ["GS1 QR Code", "qr"],
    ["GS1 Data Matrix", "dataMatrix"],
    ["Han Xin", "hanXin"],
    ["PDF417", "pdf417"],
    ["Code 128", "barcode"],
    ["Interleaved 2 of 5", "barcode"],
    ["EAN-13", "barcode"],
    ["GS1 DataBar", "barcode"],
    ["Vendor-specific", "unknown"],
    [null, "unknown"],
  ] as const)("%s is called %s", (name, kind) => {
    expect(symbologyKind(name)).toBe(kind);
  });
});
