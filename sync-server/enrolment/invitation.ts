import { randomBytes } from "node:crypto";
import { parseStationId, type StationId } from "@gatehouse/protocols/ids";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../store/transaction.ts";
import { urlHost } from "../url-host.ts";
import { type EnrolCode, generateCode, generateStationId, hashSecret } from "./code.ts";

/** A code opens for this long. */
const LIFETIME_MS = 15 * 60_000;
/** Wrong secrets before a code is burnt. */
const TRIES = 5;
/** Invitations are forgotten this long after they expired; a retry with the same key is long over by then. */
const KEPT_AFTER_EXPIRY_MS = 30 * 24 * 3_600_000;
/** 2^20 locators and few open codes: a clash is rare, ten in a row are a broken random source. */
const MAX_DRAWS = 10;

/** A station's slot as an administrator sees it. */
export interface StationSlot {
  /** Default: a new random id. An existing one gets new words and a code for a replacement PC. */
  readonly stationId?: string | undefined;
  readonly role: "checkpoint" | "sampling" | "room";
  readonly siteId: string;
  readonly siteName: string;
  readonly laneId: string | null;
  readonly laneName: string;
}

/** What it takes to invite a station. */
export interface InvitationOptions {
  readonly pool: Pool;
  readonly station: StationSlot;
  /** Enrolment address as stations reach it. */
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the CA's DER, lower-case hex. */
  readonly caFingerprint: string;
  readonly nowMs?: () => number;
}

/** A one-time invitation. */
export interface Invitation {
  readonly stationId: StationId;
  /** `gh-enrol://host:port/CODE#FINGERPRINT`: all that a station needs. */
  readonly url: string;
  readonly code: string;
  readonly expiresAtMs: number;
}

/** Why no invitation was made. */
export type InvitationReason = "malformed-station-id" | "station-revoked";

/** Makes or updates the station's slot and a one-time code for it; earlier unused codes of the station die. */
export async function createInvitation(
  options: InvitationOptions,
): Promise<Result<Invitation, InvitationReason>> {
  const { pool, station, caFingerprint } = options;
  const stationId = parseStationId(station.stationId ?? generateStationId(randomBytes));
  if (!stationId.ok) return fail("malformed-station-id");
  const nowMs = (options.nowMs ?? Date.now)();
  const expiresAtMs = nowMs + LIFETIME_MS;
  const code = await inTransaction(pool, async (client) => {
    if (!(await saveSlot(client, stationId.value, station))) return null;
    await forgetOldCodes(client, stationId.value, nowMs);
    return saveCode(client, stationId.value, expiresAtMs);
  });
  if (code === null) return fail("station-revoked");
  const address = `${urlHost(options.host)}:${options.port}`;
  const url = `gh-enrol://${address}/${code.text}#${caFingerprint}`;
  return ok({ stationId: stationId.value, url, code: code.text, expiresAtMs });
}

async function saveSlot(client: PoolClient, stationId: StationId, slot: StationSlot) {
  const { rowCount } = await client.query(
    `insert into station (station_id, role, site_id, site_name, lane_id, lane_name)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (station_id) do update
       set role = excluded.role, site_id = excluded.site_id, site_name = excluded.site_name,
           lane_id = excluded.lane_id, lane_name = excluded.lane_name
       where station.revoked_at is null`,
    [stationId, slot.role, slot.siteId, slot.siteName, slot.laneId, slot.laneName],
  );
  return rowCount === 1;
}

async function forgetOldCodes(client: PoolClient, stationId: StationId, nowMs: number) {
  await client.query(
    `delete from invitation
     where (station_id = $1 and used_public_key_hash is null) or expires_at < $2`,
    [stationId, new Date(nowMs - KEPT_AFTER_EXPIRY_MS)],
  );
}

async function saveCode(
  client: PoolClient,
  stationId: StationId,
  expiresAtMs: number,
): Promise<EnrolCode> {
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const code = generateCode(randomBytes);
    const { rowCount } = await client.query(
      `insert into invitation (locator, station_id, secret_hash, expires_at, tries_left)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [code.locator, stationId, await hashSecret(code), new Date(expiresAtMs), TRIES],
    );
    if (rowCount === 1) return code;
  }
  throw new Error("no free locator: the random source repeats itself");
}
