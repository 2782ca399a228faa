import type { ColumnType, Generated, JSONColumnType } from "kysely";

/*
 * The tables of schema/, column by column, as the query builder sees them.
 * Comments on meaning stand in the schema itself.
 */

type Timestamp = ColumnType<Date, Date | string, Date | string>;
type DefaultedTimestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<
  Date | null,
  Date | string | null | undefined,
  Date | string | null
>;
type JsonObject = JSONColumnType<Record<string, unknown>>;

/** Registry of stations. */
export interface StationTable {
  station_id: string;
  role: "checkpoint" | "sampling" | "room";
  site_id: string;
  site_name: string;
  lane_id: string | null;
  lane_name: string;
  created_at: DefaultedTimestamp;
  revoked_at: NullableTimestamp;
}

/** Certificates issued to stations. */
export interface StationCertificateTable {
  fingerprint: string;
  station_id: string;
  public_key_hash: string;
  certificate_pem: string;
  issued_at: DefaultedTimestamp;
  revoked_at: NullableTimestamp;
}

/** One-time enrolment codes. */
export interface InvitationTable {
  locator: string;
  station_id: string;
  secret_hash: Buffer;
  expires_at: Timestamp;
  tries_left: number;
  used_public_key_hash: string | null;
  certificate_fingerprint: string | null;
}

/** The centre's mark of each stream and epoch. */
export interface StreamCursorTable {
  station_id: string;
  stream: "ev" | "tm";
  epoch: string;
  epoch_order: number;
  hw: number;
  hw_hash: string | null;
  updated_at: DefaultedTimestamp;
}

/** Events, partitioned by the centre's receive day. */
export interface EventTable {
  received_day: string;
  received_at: Timestamp;
  station_id: string;
  epoch: string;
  seq: number;
  event_id: string;
  type: string;
  wall_time: Timestamp;
  hash: string;
  header: JsonObject;
  sealed: Buffer;
}

/** Rows that could not be taken. */
export interface QuarantineTable {
  id: Generated<number>;
  station_id: string;
  stream: string;
  epoch: string;
  seq: number;
  reason: string;
  received_at: DefaultedTimestamp;
  sealed: Buffer;
}

/** Scans as the board shows them. */
export interface ScanTable {
  event_id: string;
  station_id: string;
  wall_time: Timestamp;
  received_at: Timestamp;
  masked_tail: string;
  symbology: string | null;
  source: string;
  mode: string;
  voided: Generated<boolean>;
}

/** Scans of a day by station. */
export interface ScanCountTable {
  day: string;
  station_id: string;
  scans: number;
}

/** What each station last said of itself. */
export interface StationStateTable {
  station_id: string;
  online: boolean;
  session: string;
  reported_at: NullableTimestamp;
  received_at: Timestamp;
  role: string;
  software_version: string;
  unsent: number | null;
  oldest_unsent_at: NullableTimestamp;
  devices: JSONColumnType<readonly Record<string, unknown>[]>;
  store_ok: boolean;
  on_duty: string[] | null;
  is_training: Generated<boolean>;
  bundles: ColumnType<readonly Record<string, unknown>[], string | undefined, string>;
}

/** Tubes as their stations told of them. */
export interface TubeTable {
  station_id: string;
  tube_id: string;
  tube_code: string;
  capacity: number;
  state: "open" | "sealed" | "quarantined" | "voided";
  members: number;
  swabs: number | null;
  opened_at: NullableTimestamp;
  closed_at: NullableTimestamp;
  received_at: Timestamp;
  mode: string;
}

/** Tubes closed on a day by station, and the persons in them. */
export interface TubeCountTable {
  day: string;
  station_id: string;
  tubes: number;
  people: number;
}

/** Patrol points that somebody stood at. */
export interface PatrolCheckTable {
  event_id: string;
  station_id: string;
  point_code: string;
  point_name: string;
  wall_time: Timestamp;
  received_at: Timestamp;
  note: string | null;
  voided: Generated<boolean>;
  mode: string;
}

/** Telemetry, one row a scrape, partitioned by the centre's receive day. */
export interface ScrapeTable {
  received_day: string;
  received_at: Timestamp;
  station_id: string;
  epoch: string;
  seq: number;
  device_id: string;
  kind: string;
  wall_time: Timestamp;
  values: (number | null)[];
  span: ColumnType<Record<string, unknown> | null, string | null, string | null>;
}

/** The newest scrape of each device. */
export interface LatestScrapeTable {
  station_id: string;
  device_id: string;
  kind: string;
  values: (number | null)[];
  wall_time: Timestamp;
  received_at: Timestamp;
}

/** Where each quantity stands against its limits, as its station last said. */
export interface ThresholdStateTable {
  station_id: string;
  device_id: string;
  metric: string;
  state: "above" | "below" | "within";
  limit_value: number;
  value: number;
  since: Timestamp;
  received_at: Timestamp;
}

/** Persons who may stand at a post. */
export interface OperatorTable {
  operator_id: string;
  sealed: Buffer;
  badge_lookup: string | null;
  roles: string[];
  valid_until: NullableTimestamp;
  created_at: DefaultedTimestamp;
  changed_at: DefaultedTimestamp;
}

/** Signed bundles as issued. */
export interface BundleTable {
  kind: string;
  version: number;
  issued_at: Timestamp;
  text: string;
}

/** What a person should look at. */
export interface AlarmTable {
  id: Generated<number>;
  raised_at: DefaultedTimestamp;
  station_id: string | null;
  kind: string;
  detail: ColumnType<Record<string, unknown>, string | undefined, string>;
}

/** One-time sign-in links. */
export interface SignInLinkTable {
  token_hash: Buffer;
  expires_at: Timestamp;
  used_at: NullableTimestamp;
}

/** Sessions of the web. */
export interface WebSessionTable {
  token_hash: Buffer;
  created_at: DefaultedTimestamp;
  expires_at: Timestamp;
}

/** Values by which a wrong key is noticed. */
export interface KeyCheckTable {
  purpose: string;
  sealed: Buffer;
}

/** The whole database, for Kysely. */
export interface CentreTables {
  station: StationTable;
  station_certificate: StationCertificateTable;
  invitation: InvitationTable;
  stream_cursor: StreamCursorTable;
  event: EventTable;
  quarantine: QuarantineTable;
  scan: ScanTable;
  scan_count: ScanCountTable;
  station_state: StationStateTable;
  alarm: AlarmTable;
  sign_in_link: SignInLinkTable;
  web_session: WebSessionTable;
  key_check: KeyCheckTable;
  tube: TubeTable;
  tube_count: TubeCountTable;
  patrol_check: PatrolCheckTable;
  scrape: ScrapeTable;
  latest_scrape: LatestScrapeTable;
  threshold_state: ThresholdStateTable;
  operator: OperatorTable;
  bundle: BundleTable;
}
