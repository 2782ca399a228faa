import { generateKeyPairSync, verify, X509Certificate } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseBundle, signedTextOf } from "@gatehouse/protocols/bundle/bundle";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openBundleSigner } from "./bundle-signer.ts";
import { openPki } from "./pki.ts";

let folder: string;
let ca: X509Certificate;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-signer-"));
  ca = new X509Certificate((await openPki({ keysFolder: folder, names: [] })).caPem);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const BUNDLE = { kind: "operators", version: 3, issuedAtMs: 5, expiresAtMs: 9, body: { a: "张" } };

describe("the bundle signer", () => {
  it("GW-40: signs under a certificate that the CA made for the name of bundles", async () => {
    const bundle = (await openBundleSigner(folder)).sign(BUNDLE);
    const certificate = new X509Certificate(bundle.signerPem);
    expect(certificate.subject).toBe("CN=gatehouse-bundles");
    expect(certificate.checkIssued(ca)).toBe(true);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    const text = Buffer.from(signedTextOf(bundle));
    const signature = Buffer.from(bundle.signature, "base64url");
    expect(verify(null, text, certificate.publicKey, signature)).toBe(true);
    expect(parseBundle(JSON.parse(JSON.stringify(bundle)))).toEqual({ ok: true, value: bundle });
  });

  it("is dated from 1970 to 9999, is no CA and stands for no end of TLS", async () => {
    const certificate = new X509Certificate((await openBundleSigner(folder)).certificatePem);
    expect(certificate.validFromDate.toISOString()).toBe("1970-01-01T00:00:00.000Z");
    expect(certificate.validToDate.toISOString()).toBe("9999-12-31T23:59:59.000Z");
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage ?? []).toEqual([]);
  });

  it("is one signer when many open it for the first time at once, and ever after", async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => openBundleSigner(folder)));
    const later = await openBundleSigner(folder);
    for (const signer of opened) expect(signer.sign(BUNDLE)).toEqual(later.sign(BUNDLE));
    const files = (await readdir(folder)).filter((name) => name.startsWith("bundle-"));
    expect(files.sort()).toEqual(["bundle-key.pem", "bundle-signer.pem"]);
    expect((await stat(join(folder, "bundle-key.pem"))).mode & 0o777).toBe(0o600);
  });

  it("stops when its key is lost, damaged or another one", async () => {
    await openBundleSigner(folder);
    const keyFile = join(folder, "bundle-key.pem");
    const pem = { type: "pkcs8", format: "pem" } as const;
    const foreign = generateKeyPairSync("ed25519").privateKey.export(pem);
    const otherKind = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export(pem);
    for (const content of [foreign, otherKind, "not a key"]) {
      await writeFile(keyFile, content);
      await expect(openBundleSigner(folder)).rejects.toMatchObject({ code: "store.wrong-key" });
    }
    await rm(keyFile);
    await expect(openBundleSigner(folder)).rejects.toMatchObject({ code: "store.wrong-key" });
  });

  it("stops when its certificate is damaged or another CA's", async () => {
    const other = await mkdtemp(join(folder, "other-"));
    await openPki({ keysFolder: other, names: [] });
    await openBundleSigner(folder);
    for (const content of [(await openBundleSigner(other)).certificatePem, "not a certificate"]) {
      await writeFile(join(folder, "bundle-signer.pem"), content);
      await expect(openBundleSigner(folder)).rejects.toMatchObject({ code: "store.wrong-key" });
    }
  });

  it("finishes a first start that was cut off between key and certificate", async () => {
    const first = await openBundleSigner(folder);
    await rm(join(folder, "bundle-signer.pem"));
    const again = new X509Certificate((await openBundleSigner(folder)).certificatePem);
    expect(again.publicKey.equals(new X509Certificate(first.certificatePem).publicKey)).toBe(true);
  });
});
