import { generateKeyPairSync } from "node:crypto";
import { BUNDLE_SIGNER_NAME, type Bundle } from "@gatehouse/protocols/bundle/bundle";
import { beforeAll, describe, expect, it } from "vitest";
import { NOON_MS } from "../event-log/log-fixture.ts";
import { makeBundleAuthority, type TestBundleAuthority } from "./test-signer.ts";
import { verifyBundle } from "./verify-bundle.ts";

const FIELDS = { kind: "operators", version: 7, body: { list: ["张三", { n: 1 }] } };
const FIRST_SIGNATURE = /^./;

let authority: TestBundleAuthority;
let good: Bundle;

beforeAll(async () => {
  authority = await makeBundleAuthority();
  good = (await authority.signerNamed(BUNDLE_SIGNER_NAME)).sign(FIELDS);
});

function judged(bundle: Bundle, nowMs = NOON_MS) {
  const result = verifyBundle(bundle, { caPem: authority.caPem, nowMs });
  return result.ok ? "good" : result.reason;
}

describe("a signed bundle", () => {
  it("GW-40: is good under the name gatehouse-bundles, certified by the pinned CA", () => {
    expect(judged(good)).toBe("good");
  });

  it("GW-40: is bad when anything but the signature was altered", () => {
    const later = FIELDS.version + 1;
    expect(judged({ ...good, version: later })).toBe("bad-signature");
    expect(judged({ ...good, kind: "policy" })).toBe("bad-signature");
    expect(judged({ ...good, issuedAtMs: 0 })).toBe("bad-signature");
    expect(judged({ ...good, expiresAtMs: NOON_MS + 1 })).toBe("bad-signature");
    expect(judged({ ...good, body: {} })).toBe("bad-signature");
  });

  it("GW-40: is bad with another signature", () => {
    const changed = good.signature.replace(FIRST_SIGNATURE, (first) => (first === "A" ? "B" : "A"));
    expect(judged({ ...good, signature: changed })).toBe("bad-signature");
  });

  it("GW-42: is foreign when another CA of the same name certified its signer", async () => {
    const foreign = await makeBundleAuthority();
    const signer = await foreign.signerNamed(BUNDLE_SIGNER_NAME);
    expect(judged(signer.sign(FIELDS))).toBe("foreign-signer");
  });

  it.each([
    "st-gate-1",
    "centre",
    "Gatehouse-bundles",
    `${BUNDLE_SIGNER_NAME}\nCN=st-gate-1`,
    `x CN=${BUNDLE_SIGNER_NAME}`,
  ])("GW-42: is foreign when the pinned CA certified its signer as %j", async (name) => {
    const signer = await authority.signerNamed(name);
    expect(judged(signer.sign(FIELDS))).toBe("foreign-signer");
  });

  it("GW-42: is foreign with a key of another type, or with no certificate at all", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const signerPem = await authority.certify(BUNDLE_SIGNER_NAME, publicKey);
    expect(judged({ ...good, signerPem })).toBe("foreign-signer");
    expect(judged({ ...good, signerPem: "no certificate" })).toBe("foreign-signer");
    expect(judged({ ...good, signerPem: authority.caPem })).toBe("foreign-signer");
  });

  it("does not mind the dates of its signer's certificate: a station's clock may be wrong", async () => {
    const past = { notBefore: new Date(0), notAfter: new Date(1_000) };
    const signer = await authority.signerNamed(BUNDLE_SIGNER_NAME, past);
    expect(judged(signer.sign(FIELDS))).toBe("good");
  });

  it("GW-42: is good until the moment it expires, and expired after it", async () => {
    const signer = await authority.signerNamed(BUNDLE_SIGNER_NAME);
    const bundle = signer.sign({ ...FIELDS, expiresAtMs: NOON_MS });
    expect(judged(bundle, NOON_MS)).toBe("good");
    expect(judged(bundle, NOON_MS + 1)).toBe("expired");
  });
});
