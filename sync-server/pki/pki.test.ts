import "reflect-metadata";
import { generateKeyPairSync, webcrypto, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, type TLSSocket } from "node:tls";
import { parseStationId } from "@gatehouse/protocols/ids";
import * as x509 from "@peculiar/x509";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPki, type Pki } from "./pki.ts";
import { parseStationRequest } from "./station-request.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-pki-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (...names: string[]) => openPki({ keysFolder: folder, names });

async function request(keys: webcrypto.CryptoKeyPair, subject = "CN=somebody-else") {
  const made = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
  });
  return made.toString("pem");
}

function newKeys(namedCurve = "P-256"): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve }, true, ["sign", "verify"]);
}

async function certify(pki: Pki, keys: webcrypto.CryptoKeyPair) {
  const stationId = parseStationId("st-east-2");
  const parsed = await parseStationRequest(await request(keys));
  if (!stationId.ok || !parsed.ok) throw new Error("test data");
  return pki.issueStationCertificate(stationId.value, parsed.value);
}

async function handshake(pki: Pki, client: { ca: string; cert: string; key: string }) {
  const server = createServer({
    key: pki.server.keyPem,
    cert: pki.server.chainPem,
    ca: pki.caPem,
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, "secureConnection");
  const socket = connect({ host: "127.0.0.1", port, ...client });
  const failed = new Promise<never>((_, reject) => {
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("connection closed")));
  });
  socket.resume();
  try {
    await Promise.race([once(socket, "secureConnect"), failed]);
    // TLS 1.3: the server judges the client's certificate after the client is done.
    const [peer] = (await Promise.race([accepted, failed])) as [TLSSocket];
    const name = peer.getPeerCertificate().subject.CN;
    peer.destroy();
    return { name, chain: socket.getPeerCertificate(true) };
  } finally {
    socket.destroy();
    server.close();
  }
}

async function pkcs8(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return x509.PemConverter.encode(der, "PRIVATE KEY");
}

describe("the private PKI", () => {
  it("dates every certificate from 1970 to 9999", async () => {
    const pki = await open();
    const station = await certify(pki, await newKeys());
    for (const pem of [pki.caPem, pki.server.chainPem, station.certificatePem]) {
      const { validFromDate, validToDate } = new X509Certificate(pem);
      expect(validFromDate.toISOString()).toBe("1970-01-01T00:00:00.000Z");
      expect(validToDate.toISOString()).toBe("9999-12-31T23:59:59.000Z");
    }
  });

  it("connects a station that holds its certificate, and shows it the CA to pin", async () => {
    const pki = await open();
    const keys = await newKeys();
    const { certificatePem } = await certify(pki, keys);
    const { name, chain } = await handshake(pki, {
      ca: pki.caPem,
      cert: certificatePem,
      key: await pkcs8(keys),
    });
    expect(name).toBe("st-east-2");
    const pinned = chain.issuerCertificate.fingerprint256.replaceAll(":", "").toLowerCase();
    expect(pinned).toBe(pki.caFingerprint);
  });

  it("refuses a certificate of the same name from a forged CA, on both sides", async () => {
    const pki = await open();
    const other = await openPki({ keysFolder: join(folder, "forged"), names: [] });
    const keys = await newKeys();
    const key = await pkcs8(keys);
    const forged = (await certify(other, keys)).certificatePem;
    await expect(handshake(pki, { ca: pki.caPem, cert: forged, key })).rejects.toThrow();
    const good = (await certify(pki, keys)).certificatePem;
    await expect(handshake(pki, { ca: other.caPem, cert: good, key })).rejects.toThrow(
      /certificate/,
    );
  });

  it("keeps its CA for good and renews the server certificate when names change", async () => {
    const first = await open("centre.example");
    const same = await open("centre.example");
    const renamed = await open("centre.example", "10.1.2.3", "new.example");
    expect(same.server).toEqual(first.server);
    expect(renamed.caFingerprint).toBe(first.caFingerprint);
    const certificate = new X509Certificate(renamed.server.chainPem);
    for (const name of ["localhost", "new.example"]) expect(certificate.checkHost(name)).toBe(name);
    for (const ip of ["127.0.0.1", "::1", "10.1.2.3"]) expect(certificate.checkIP(ip)).toBe(ip);
  });

  it("keeps private keys to their owner", async () => {
    await open();
    for (const file of ["ca-key.pem", "server-key.pem"]) {
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    }
  });

  it("stops when the CA's key is lost, damaged or another one, and makes no new CA", async () => {
    await open();
    const keyFile = join(folder, "ca-key.pem");
    const foreign = await pkcs8(await newKeys());
    for (const content of [foreign, "not a key"]) {
      await writeFile(keyFile, content);
      await expect(open()).rejects.toMatchObject({ code: "store.wrong-key" });
    }
    await rm(keyFile);
    await expect(open()).rejects.toMatchObject({ code: "store.wrong-key" });
  });

  it("finishes a first start that was cut off between key and certificate", async () => {
    await open();
    await rm(join(folder, "ca.pem"));
    const pki = await open();
    expect(
      new X509Certificate(pki.server.chainPem).verify(new X509Certificate(pki.caPem).publicKey),
    ).toBe(true);
  });
});

describe("a certificate request", () => {
  it("GW-34: gives its key and nothing of its subject", async () => {
    const pki = await open();
    const { certificatePem, fingerprint } = await certify(pki, await newKeys());
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.subject).toBe("CN=st-east-2");
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"]);
    expect(certificate.fingerprint256.replaceAll(":", "").toLowerCase()).toBe(fingerprint);
    expect(certificate.ca).toBe(false);
  });

  it("is refused unless the key is P-256", async () => {
    expect(await parseStationRequest(await request(await newKeys("P-384")))).toMatchObject({
      reason: "unsupported-key",
    });
  });

  it("is refused when the key did not sign it", async () => {
    const pem = await request(await newKeys());
    const der = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ""), "base64");
    // A bit of the public key: the signature no longer covers it, or the point leaves the curve.
    const key = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
    const spki = key.export({ format: "der", type: "spki" });
    const at = der.indexOf(spki.subarray(0, 27));
    spki.copy(der, at);
    expect(
      await parseStationRequest(x509.PemConverter.encode(der, "CERTIFICATE REQUEST")),
    ).toMatchObject({ reason: "bad-signature" });
  });

  it("is refused when it is anything else", async () => {
    const pki = await open();
    for (const pem of [
      "",
      "hello",
      pki.caPem,
      "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
    ]) {
      expect(await parseStationRequest(pem)).toMatchObject({ reason: "malformed-request" });
    }
  });
});
