import { createPrivateKey, X509Certificate } from "node:crypto";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { type EnrolResponse, enrolResponseSchema } from "@gatehouse/protocols/wire/enrolment";
import type { Logger } from "pino";
import { jsonOrNull, readTextIfThere } from "../json-text.ts";
import { writeFileDurably } from "../store/durable-file.ts";
import { callEnrolment } from "./enrolment-call.ts";
import type { Invitation } from "./invitation.ts";
import { fetchPinnedCa, isPinned } from "./pinned-ca.ts";
import { certificateRequest, ensureStationKey, readStationKey } from "./station-key.ts";

const TIMEOUT_MS = 10_000;

/** Who this station is, by the centre's word, with the key that proves it. */
export interface Enrolment extends EnrolResponse {
  /** PKCS #8 PEM; never leaves the machine. */
  readonly keyPem: string;
}

/** What enrolment needs. */
export interface EnrolOptions {
  readonly invitation: Invitation;
  /** The station's data folder. */
  readonly folder: string;
  readonly logger: Logger;
  /** For each of the two connections, default 10 s. */
  readonly timeoutMs?: number;
}

/**
 * Turns an invitation into a certificate for this station's key and keeps it. Calling it again
 * with the same invitation after a failure anywhere is safe: the key stays the same.
 * @throws GatehouseError `enrol.…`, `config.invalid`
 */
export async function enrol(options: EnrolOptions): Promise<Enrolment> {
  const { invitation, folder, logger, timeoutMs = TIMEOUT_MS } = options;
  const keyPem = ensureStationKey(folder);
  const csrPem = await certificateRequest(keyPem);
  const { host, port } = invitation;
  logger.info({ host, port }, "enrolling");
  const caPem = await fetchPinnedCa(invitation, timeoutMs);
  const answer = await callEnrolment({ invitation, caPem, csrPem, timeoutMs });
  const response = checkedAnswer(answer, invitation, keyPem);
  writeFileDurably(filePath(folder), Buffer.from(JSON.stringify(response, null, 2)), 0o600);
  logger.info({ stationId: response.stationId }, "enrolled");
  return { ...response, keyPem };
}

/**
 * What an earlier enrolment brought; null when there was none.
 * @throws GatehouseError `config.invalid` when file or key are damaged or do not belong together
 */
export function loadEnrolment(folder: string): Enrolment | null {
  const path = filePath(folder);
  const text = readTextIfThere(path);
  if (text === null) return null;
  const parsed = enrolResponseSchema.safeParse(jsonOrNull(text));
  if (!parsed.success) throw new GatehouseError("config.invalid", `${path} is damaged`);
  const keyPem = readStationKey(folder);
  const certificate = certificateOf(parsed.data.certificatePem);
  if (keyPem === null || !certificate?.checkPrivateKey(createPrivateKey(keyPem))) {
    throw new GatehouseError("config.invalid", `${path}: its key is not in station.key`);
  }
  return { ...parsed.data, keyPem };
}

function checkedAnswer(answer: unknown, invitation: Invitation, keyPem: string): EnrolResponse {
  const parsed = enrolResponseSchema.safeParse(answer);
  if (!parsed.success) throw new GatehouseError("enrol.answer-invalid", "not the agreed shape");
  const { stationId, brokerUrl } = parsed.data;
  const ca = certificateOf(parsed.data.caPem);
  const certificate = certificateOf(parsed.data.certificatePem);
  if (!ca || !certificate) throw new GatehouseError("enrol.answer-invalid", "no certificate");
  if (!isPinned(ca, invitation)) throw new GatehouseError("enrol.ca-mismatch", "answered CA");
  const problems = [
    certificate.checkIssued(ca) && certificate.verify(ca.publicKey) ? null : "other issuer",
    certificate.checkPrivateKey(createPrivateKey(keyPem)) ? null : "other key",
    certificate.subject.split("\n").includes(`CN=${stationId}`) ? null : "other station",
    brokerUrl.startsWith("mqtts://") ? null : "no mqtts address",
  ].filter((problem) => problem !== null);
  if (problems.length > 0) throw new GatehouseError("enrol.answer-invalid", problems.join(", "));
  return parsed.data;
}

function filePath(folder: string): string {
  return join(folder, "enrolment.json");
}

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL answers bad PEM by throwing; to us it is bad data.
    return null;
  }
}
