import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { connect, type DetailedPeerCertificate } from "node:tls";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Invitation } from "./invitation.ts";

/** Longer chains are no centre of ours: CA and server are two. */
const MAX_CHAIN = 8;

/**
 * Fetches the CA certificate that a centre shows, as PEM, when it is the one that the invitation
 * names. This connection checks nothing else and sends nothing: whoever uses the certificate must
 * still verify the server against exactly it. Ignoring the verification's error instead would let
 * through a server that shows the real CA's certificate without being certified by it.
 * @throws GatehouseError `enrol.ca-mismatch`, `enrol.unreachable`
 */
export async function fetchPinnedCa(invitation: Invitation, timeoutMs: number): Promise<string> {
  const shown = await topOfChain(invitation, timeoutMs);
  const ca = new X509Certificate(shown);
  if (!ca.ca || !isPinned(ca, invitation)) throw new GatehouseError("enrol.ca-mismatch");
  return ca.toString();
}

/** True for the CA certificate that the invitation names. */
export function isPinned(certificate: X509Certificate, invitation: Invitation): boolean {
  const fingerprint = certificate.fingerprint256.replaceAll(":", "").toLowerCase();
  return fingerprint === invitation.caFingerprint;
}

function topOfChain({ host, port }: Invitation, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const servername = isIP(host) === 0 ? host : "";
    const socket = connect({ host, port, servername, rejectUnauthorized: false });
    const unreachable = (why: string, cause?: unknown): void => {
      reject(new GatehouseError("enrol.unreachable", { detail: `${host}:${port}: ${why}`, cause }));
    };
    const deadline = setTimeout(() => {
      unreachable("no answer in time");
      socket.destroy();
    }, timeoutMs);
    socket.on("secureConnect", () => {
      resolve(lastIssuer(socket.getPeerCertificate(true)).raw);
      socket.destroy();
    });
    socket.on("error", (error) => unreachable(error.message, error));
    socket.on("close", () => {
      clearTimeout(deadline);
      unreachable("the connection was closed");
    });
  });
}

function lastIssuer(leaf: DetailedPeerCertificate): DetailedPeerCertificate {
  let top = leaf;
  for (let step = 0; step < MAX_CHAIN; step += 1) {
    const { issuerCertificate } = top;
    // A self-signed certificate is its own issuer; a chain without its root just ends.
    if (!issuerCertificate || issuerCertificate === top) break;
    top = issuerCertificate;
  }
  return top;
}
