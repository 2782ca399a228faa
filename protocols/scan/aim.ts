/*
 * AIM symbology identifier (ISO/IEC 15424), in front of the data when the scanner is set to send it:
 *
 *   offset 0  `]`
 *   offset 1  code letter: the symbology
 *   offset 2  modifier, 0-9 A-Z a-z: options such as FNC1, ECI or check digit
 */

/** An identifier as sent, and the name of what it stands for. */
export interface AimPrefix {
  /** Three characters, such as `]Q1`. */
  readonly aimId: string;
  /** Name for people; null for a code letter that this table does not know. */
  readonly symbology: string | null;
}

const AIM_PATTERN = /^\][A-Za-z][0-9A-Za-z]/;

/** By code letter; scanner vendors' tables agree on these (Zebra DS457 guide p. 401, NCR 7895). */
const BY_LETTER: Readonly<Record<string, string>> = {
  A: "Code 39",
  C: "Code 128",
  E: "EAN/UPC",
  F: "Codabar",
  G: "Code 93",
  I: "Interleaved 2 of 5",
  J: "DotCode",
  L: "PDF417",
  M: "MSI",
  Q: "QR Code",
  S: "Standard 2 of 5",
  X: "Vendor-specific",
  d: "Data Matrix",
  e: "GS1 DataBar",
  h: "Han Xin",
  z: "Aztec",
};

/** Modifiers that name something else than their letter does. */
const BY_ID: Readonly<Record<string, string>> = {
  "]C1": "GS1-128",
  "]E0": "EAN-13",
  "]E4": "EAN-8",
  "]J1": "GS1 DotCode",
  "]Q0": "QR Code Model 1",
  "]Q3": "GS1 QR Code",
  "]Q4": "GS1 QR Code",
  "]d2": "GS1 Data Matrix",
  "]d5": "GS1 Data Matrix",
};

/**
 * Reads the identifier at the start of `text`; null when there is none. Only for a device that
 * is configured to send it: a payload that begins with `]` looks the same.
 */
export function readAimPrefix(text: string): AimPrefix | null {
  const aimId = AIM_PATTERN.exec(text)?.[0];
  if (aimId === undefined) return null;
  return { aimId, symbology: symbologyName(aimId) };
}

/** Name of the symbology behind an AIM identifier such as `]C1`; null when unknown. */
export function symbologyName(aimId: string): string | null {
  return BY_ID[aimId] ?? BY_LETTER[aimId.charAt(1)] ?? null;
}
