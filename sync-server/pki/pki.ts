import type { StationId } from "@gatehouse/protocols/ids";
import { openCa } from "./ca.ts";
import { certificatePem, fingerprintOf, makeEndCertificate } from "./certificate.ts";
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
