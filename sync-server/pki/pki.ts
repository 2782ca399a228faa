import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { StationId } from "@gatehouse/protocols/ids";
import { readIfThere, writeDurably } from "../store/durable-file.ts";
import {
  certificateFromPem,
  certificatePem,
  fingerprintOf,
  type Issuer,
  makeCaCertificate,
  makeEndCertificate,
} from "./certificate.ts";
import { ensureKeyPair } from "./key-file.ts";
import { ensureServerCertificate } from "./server-certificate.ts";
import type { StationRequest } from "./station-request.ts";

/** A certificate as issued. */
export interface IssuedCertificate {
  readonly certificatePem: string;
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string;
}

/** The centre's private PKI: one CA, the server's certificate, certificates for stations. */
export interface Pki {
  readonly caPem: string;
  /** SHA-256 of the CA's DER, lower-case hex; what stations pin. */
  readonly caFingerprint: string;
  /** For `node:tls`: the key, and the certificate followed by the CA, so that a client can pin the CA it is shown. */
  readonly server: { readonly keyPem: string; readonly chainPem: string };
  /** Certifies a station's key for MQTT and for its LAN peers; the common name is the station id. */
  issueStationCertificate(station: StationId, request: StationRequest): Promise<IssuedCertificate>;
}

/** Where the keys lie and under which names the centre is reached. */
export interface PkiOptions {
  readonly keysFolder: string;
  /** DNS names and IP addresses besides the loopback ones. */
  readonly names: readonly string[];
}

/**
 * Opens the PKI, making CA and server certificate on the first start and the server certificate
 * again when names change. Keys are PKCS #8 PEM files, mode 0600.
 * @throws GatehouseError `store.wrong-key` when a key is missing or does not fit its certificate
 */
export async function openPki(options: PkiOptions): Promise<Pki> {
  const ca = await openCa(options.keysFolder);
  const server = await ensureServerCertificate({ ...options, ca });
  const caPem = certificatePem(ca.certificate);
  return {
    caPem,
    caFingerprint: fingerprintOf(ca.certificate),
    server: { keyPem: server.keyPem, chainPem: server.certificatePem + caPem },
    async issueStationCertificate(station, request) {
      const certificate = await makeEndCertificate(ca, {
        commonName: station,
        publicKey: request.publicKey,
        usages: ["client", "server"],
      });
      return {
        certificatePem: certificatePem(certificate),
        fingerprint: fingerprintOf(certificate),
      };
    },
  };
}

async function openCa(keysFolder: string): Promise<Issuer> {
  const certificateFile = join(keysFolder, "ca.pem");
  const keyFile = join(keysFolder, "ca-key.pem");
  const known = await readIfThere(certificateFile);
  // A CA whose key is lost must not be replaced in silence: every station pins it.
  if (known !== null && (await readIfThere(keyFile)) === null) {
    throw new GatehouseError("store.wrong-key", `${keyFile} is missing`);
  }
  const keys = await ensureKeyPair(keyFile);
  if (known === null) {
    const name = `Gatehouse CA ${randomBytes(4).toString("hex")}`;
    await writeDurably(certificateFile, certificatePem(await makeCaCertificate(name, keys)), 0o644);
  }
  const pem = known ?? (await readIfThere(certificateFile));
  const certificate = certificateFromPem(pem?.toString() ?? "");
  if (await certificate.verify({ publicKey: keys.publicKey, signatureOnly: true })) {
    return { certificate, keys };
  }
  throw new GatehouseError("store.wrong-key", `${keyFile} does not fit ${certificateFile}`);
}
