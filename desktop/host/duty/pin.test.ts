import { expect, it } from "vitest";
import { isPinRight, type PinVerifier } from "./pin.ts";

/** Version 0x13, two passes, 256 KiB, one lane: `src/test.c` of github.com/P-H-C/phc-winner-argon2. */
const REFERENCE: PinVerifier = {
  salt: Buffer.from("somesalt").toString("base64url"),
  hash: Buffer.from(
    "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
    "hex",
  ).toString("base64url"),
  memoryKiB: 256,
  passes: 2,
};

it("computes Argon2id as the reference implementation does", async () => {
  expect(await isPinRight(REFERENCE, "password")).toBe(true);
  expect(await isPinRight(REFERENCE, "differentpassword")).toBe(false);
  expect(await isPinRight({ ...REFERENCE, passes: 3 }, "password")).toBe(false);
});
