/** How a guard would call a kind of code; the exact name stands below it. */
export type SymbologyKind = "qr" | "dataMatrix" | "hanXin" | "pdf417" | "barcode" | "unknown";

const KINDS: readonly (readonly [RegExp, SymbologyKind])[] = [
  [/qr/, "qr"],
  [/data ?matrix|dotcode|aztec/, "dataMatrix"],
  [/han ?xin/, "hanXin"],
  [/pdf ?417/, "pdf417"],
  [/code ?\d+|gs1|ean|upc|codabar|2 of 5|msi|databar/, "barcode"],
];

/** Sorts a symbology's name, as the scanner's identifier gives it, into the kinds that people tell apart. */
export function symbologyKind(symbology: string | null): SymbologyKind {
  const name = symbology?.toLowerCase() ?? "";
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? "unknown";
}
