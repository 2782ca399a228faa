import { describe, expect, it } from "vitest";
import { parseInvitation } from "./invitation.ts";

const CODE = "0123456789AB";
const FINGERPRINT = "0f".repeat(32);
const TAIL = `${CODE}#${FINGERPRINT}`;

describe("invitation", () => {
  it.each([
    ["a name", "centre.example:8883", "centre.example", 8_883],
    ["an address", "10.0.0.7:1", "10.0.0.7", 1],
    ["an IPv6 address", "[2001:db8::7]:65535", "2001:db8::7", 65_535],
  ])("with %s is taken apart", (_what, authority, host, port) => {
    expect(parseInvitation(` gh-enrol://${authority}/${TAIL}\n`)).toEqual({
      ok: true,
      value: { host, port, code: CODE, caFingerprint: FINGERPRINT },
    });
  });

  it.each([
    ["nothing", ""],
    ["another scheme", `https://centre.example:8883/${TAIL}`],
    ["no port", `gh-enrol://centre.example/${TAIL}`],
    ["port 0", `gh-enrol://centre.example:0/${TAIL}`],
    ["a port too high", `gh-enrol://centre.example:65536/${TAIL}`],
    ["an IPv6 address without brackets", `gh-enrol://2001:db8::7:443/${TAIL}`],
    ["a user name", `gh-enrol://a:b@centre.example:443/${TAIL}`],
    ["a code with a letter that is none", `gh-enrol://c:1/0123456789AU#${FINGERPRINT}`],
    ["half a fingerprint", `gh-enrol://c:1/${CODE}#${FINGERPRINT.slice(32)}`],
    ["something behind it", `gh-enrol://c:1/${TAIL}?x`],
  ])("with %s is refused", (_what, text) => {
    expect(parseInvitation(text)).toEqual({ ok: false, reason: "malformed-invitation" });
  });
});
