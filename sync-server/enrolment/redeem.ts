import { timingSafeEqual } from "node:crypto";
import type { StationId } from "@gatehouse/protocols/ids";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { EnrolRequest } from "@gatehouse/protocols/wire/enrolment";
import type { Pool, PoolClient } from "pg";
import type { Pki } from "../pki/pki.ts";
import { parseStationRequest, type StationRequest } from "../pki/station-request.ts";
import { inTransaction } from "../store/transaction.ts";
import { hashSecret, splitCode } from "./code.ts";

/** Why a code does not buy a certificate; codes of the error table. */
export type RedeemReason =
  | "enrol.code-invalid"
  | "enrol.code-expired"
  | "enrol.code-burnt"
  | "enrol.request-invalid";

/** A station with its certificate. */
export interface EnrolledStation {
  readonly stationId: StationId;
  readonly siteId: string;
  readonly siteName: string;
  readonly laneId: string | null;
  readonly laneName: string;
  readonly certificatePem: string;
}

/** What redeeming rests on. */
export interface RedeemContext {
  readonly pool: Pool;
  readonly pki: Pki;
  readonly nowMs: () => number;
}

type RedeemResult = Result<EnrolledStation, RedeemReason>;

/** The invitation's row with its station's, locked. */
interface InvitationRow {
  locator: string;
  station_id: StationId;
  secret_hash: Buffer;
  expires_at: Date;
  tries_left: number;
  used_public_key_hash: string | null;
  certificate_pem: string | null;
  certificate_revoked_at: Date | null;
  site_id: string;
  site_name: string;
  lane_id: string | null;
  lane_name: string;
  station_revoked_at: Date | null;
}

/**
 * Turns a one-time code and a key into a certificate, in one transaction on the locked invitation.
 * The same code with the same key gets the same certificate, so that a station which lost power
 * before it saved the answer can ask again.
 */
export async function redeemCode(
  context: RedeemContext,
  request: EnrolRequest,
): Promise<RedeemResult> {
  const station = await parseStationRequest(request.csrPem);
  if (!station.ok) return fail("enrol.request-invalid", station.reason);
  const code = splitCode(request.code);
  const secretHash = await hashSecret(code);
  return inTransaction(context.pool, async (client) => {
    const row = await lockInvitation(client, code.locator);
    if (row === null) return fail("enrol.code-invalid");
    if (row.tries_left <= 0) return fail("enrol.code-burnt");
    if (!timingSafeEqual(row.secret_hash, secretHash)) return countWrongTry(client, row);
    return redeemRow(context, client, { row, station: station.value });
  });
}

interface Claim {
  readonly row: InvitationRow;
  readonly station: StationRequest;
}

async function redeemRow(
  context: RedeemContext,
  client: PoolClient,
  { row, station }: Claim,
): Promise<RedeemResult> {
  if (row.station_revoked_at !== null) return fail("enrol.code-burnt");
  if (row.used_public_key_hash !== null) {
    const isSameStation = row.used_public_key_hash === station.publicKeyHash;
    const isValid = row.certificate_pem !== null && row.certificate_revoked_at === null;
    if (!isSameStation || !isValid) return fail("enrol.code-burnt");
    return ok(enrolled(row, row.certificate_pem ?? ""));
  }
  if (row.expires_at.getTime() <= context.nowMs()) return fail("enrol.code-expired");
  const issued = await context.pki.issueStationCertificate(row.station_id, station);
  await replaceCertificate(client, row.station_id, { ...issued, ...station });
  await client.query(
    `update invitation set used_public_key_hash = $2, certificate_fingerprint = $3
     where locator = $1`,
    [row.locator, station.publicKeyHash, issued.fingerprint],
  );
  return ok(enrolled(row, issued.certificatePem));
}

/**
 * Locks, then reads in a statement of its own: one that waits for the lock would join what it saw
 * before it waited, and miss the certificate which the other request has just been given.
 */
async function lockInvitation(client: PoolClient, locator: string): Promise<InvitationRow | null> {
  await client.query(
    `select 1 from invitation join station using (station_id) where locator = $1
     for update of invitation, station`,
    [locator],
  );
  const { rows } = await client.query<InvitationRow>(
    `select i.locator, i.station_id, i.secret_hash, i.expires_at, i.tries_left,
            i.used_public_key_hash, c.certificate_pem, c.revoked_at as certificate_revoked_at,
            s.site_id, s.site_name, s.lane_id, s.lane_name, s.revoked_at as station_revoked_at
     from invitation i
     join station s using (station_id)
     left join station_certificate c on c.fingerprint = i.certificate_fingerprint
     where i.locator = $1`,
    [locator],
  );
  return rows[0] ?? null;
}

async function countWrongTry(client: PoolClient, row: InvitationRow): Promise<RedeemResult> {
  await client.query("update invitation set tries_left = tries_left - 1 where locator = $1", [
    row.locator,
  ]);
  return fail(row.tries_left <= 1 ? "enrol.code-burnt" : "enrol.code-invalid");
}

/** A station has one valid certificate: a replaced PC's old one dies with the new one's birth. */
async function replaceCertificate(
  client: PoolClient,
  stationId: StationId,
  issued: { fingerprint: string; publicKeyHash: string; certificatePem: string },
): Promise<void> {
  await client.query(
    `update station_certificate set revoked_at = now()
     where station_id = $1 and revoked_at is null`,
    [stationId],
  );
  await client.query(
    `insert into station_certificate (fingerprint, station_id, public_key_hash, certificate_pem)
     values ($1, $2, $3, $4)`,
    [issued.fingerprint, stationId, issued.publicKeyHash, issued.certificatePem],
  );
}

function enrolled(row: InvitationRow, certificatePem: string): EnrolledStation {
  return {
    stationId: row.station_id,
    siteId: row.site_id,
    siteName: row.site_name,
    laneId: row.lane_id,
    laneName: row.lane_name,
    certificatePem,
  };
}
