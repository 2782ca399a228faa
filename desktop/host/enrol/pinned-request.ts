import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { request } from "node:https";
import { connect, type DetailedPeerCertificate } from "node:tls";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Invitation } from "./invitation.ts";

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_CHAIN_LENGTH = 5;

/** An answer of the enrolment port. */
export interface PinnedAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Fetches the CA at the end of the peer's chain and keeps it only if its fingerprint is the
 * invitation's. This connection carries nothing: what is asked goes over a second one that
 * verifies against exactly this CA, dates and names included.
 * @returns the CA, PEM
 * @throws GatehouseError `enrol.ca-mismatch`, `link.unreachable`
 */
export async function fetchPinnedCa(invitation: Invitation): Promise<string> {
  const { host, port } = invitation;
  const socket = connect({ host, port, rejectUnauthorized: false, timeout: TIMEOUT_MS });
  socket.once("timeout", () => socket.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
  try {
    await once(socket, "secureConnect");
    const ca = new X509Certificate(lastOfChain(socket.getPeerCertificate(true)).raw);
    const fingerprint = ca.fingerprint256.replaceAll(":", "").toLowerCase();
    if (fingerprint === invitation.caFingerprint) return ca.toString();
  } catch (cause) {
    throw new GatehouseError("link.unreachable", { detail: `${host}:${port}`, cause });
  } finally {
    socket.destroy();
  }
  throw new GatehouseError("enrol.ca-mismatch", `${host}:${port}`);
}

/** POSTs JSON to the enrolment port, trusting this CA alone. */
export async function postPinned(
  invitation: Invitation,
  options: { readonly path: string; readonly caPem: string; readonly body: string },
): Promise<PinnedAnswer> {
  const { host, port } = invitation;
  try {
    return await post(host, port, options);
  } catch (cause) {
    const code = isCertificateTrouble(cause) ? "enrol.ca-mismatch" : "link.unreachable";
    throw new GatehouseError(code, { detail: `${host}:${port}`, cause });
  }
}

async function post(
  host: string,
  port: number,
  options: { readonly path: string; readonly caPem: string; readonly body: string },
): Promise<PinnedAnswer> {
  const call = request({
    host,
    port,
    path: options.path,
    method: "POST",
    ca: options.caPem,
    agent: false,
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(options.body),
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  call.end(options.body);
  const [response] = (await once(call, "response")) as [import("node:http").IncomingMessage];
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") };
}

function lastOfChain(leaf: DetailedPeerCertificate): DetailedPeerCertificate {
  let certificate = leaf;
  for (let length = 1; length < MAX_CHAIN_LENGTH; length += 1) {
    const issuer = certificate.issuerCertificate;
    if (!issuer || issuer.fingerprint256 === certificate.fingerprint256) break;
    certificate = issuer;
  }
  return certificate;
}

function isCertificateTrouble(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code);
}
