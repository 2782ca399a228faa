import { createHmac } from "node:crypto";
import {
  MAX_OPERATORS,
  type Operator,
  type OperatorsBody,
} from "@gatehouse/protocols/bundle/operators";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { MAX_MESSAGE_BYTES } from "@gatehouse/protocols/wire/messages";
import { sql, type Transaction } from "kysely";
import type { BundleSigner } from "../pki/bundle-signer.ts";
import type { CentreTables } from "../store/tables.ts";
import type { OperatorRecord } from "./operator-store.ts";
import type { RandomBytes } from "./pin.ts";

/** The bundle that this folder issues. */
export const OPERATORS_KIND = "operators";
/** Stations take no list that is older; one that they hold goes on to be used. */
const LIFE_MS = 30 * 24 * 3_600_000;
/** Issues kept, for a look at who was on the list when. */
const KEPT_ISSUES = 20;
/** Channel on which the gateway hears of an issue, at commit. */
const BUNDLE_CHANNEL = "gatehouse_bundle";
/** What a message holds around its bundle. */
const ENVELOPE_BYTES = 1_024;
/** A station that names a version farther ahead than any backup is old must not carry ours away. */
const MAX_LEAD = 100_000;

type Writer = Transaction<CentreTables>;

/** What an issue is made of. */
export interface IssueSource {
  readonly signer: BundleSigner;
  readonly nowMs: () => number;
  readonly randomBytes: RandomBytes;
}

/** One issue at a time over all processes, until this transaction ends. */
export async function lockIssues(writer: Writer): Promise<void> {
  const lock = 0x6f706572;
  await sql`select pg_advisory_xact_lock(${lock})`.execute(writer);
}

/**
 * Issues the list of those whose validity has not ended: signed, stored, and told to the gateway at
 * COMMIT. The caller holds `lockIssues`.
 * @returns its version
 * @throws GatehouseError `operator.too-many` when it would not fit in one message
 */
export async function issueOperators(
  writer: Writer,
  people: readonly OperatorRecord[],
  source: IssueSource,
): Promise<number> {
  const issuedAtMs = source.nowMs();
  const valid = people.filter(({ validUntilMs }) => (validUntilMs ?? issuedAtMs + 1) > issuedAtMs);
  const version = (await newestVersion(writer)).ours + 1;
  const bundle = source.signer.sign({
    kind: OPERATORS_KIND,
    version,
    issuedAtMs,
    expiresAtMs: issuedAtMs + LIFE_MS,
    body: { ...bodyOf(valid, source.randomBytes) },
  });
  const text = JSON.stringify(bundle);
  if (people.length > MAX_OPERATORS || !fitsOneMessage(text)) {
    throw new GatehouseError("operator.too-many");
  }
  await store(writer, { kind: OPERATORS_KIND, version, issued_at: new Date(issuedAtMs), text });
  return version;
}

/**
 * The version to go on from. A centre that was restored from a backup has forgotten issues that
 * stations hold, and those take nothing older (GW-42): it goes on above what they name.
 */
export async function newestVersion(
  reader: Writer,
): Promise<{ readonly ours: number; readonly isBehind: boolean }> {
  const { rows } = await sql<{ issued: number; held: number }>`
    with issued as (
      select coalesce(max(version), 0) as version from bundle where kind = ${OPERATORS_KIND})
    select issued.version as issued,
           (select coalesce(max((held ->> 'version')::bigint), 0)
              from station_state join station using (station_id),
                   jsonb_array_elements(bundles) as held
             where revoked_at is null and held ->> 'kind' = ${OPERATORS_KIND}
               and (held ->> 'version')::bigint <= issued.version + ${MAX_LEAD}) as held
      from issued`.execute(reader);
  const { issued, held } = rows[0] ?? { issued: 0, held: 0 };
  return { ours: Math.max(issued, held), isBehind: held > issued };
}

async function store(
  writer: Writer,
  row: { kind: string; version: number; issued_at: Date; text: string },
): Promise<void> {
  await writer.insertInto("bundle").values(row).execute();
  await writer
    .deleteFrom("bundle")
    .where("kind", "=", row.kind)
    .where("version", "not in", (kept) =>
      kept
        .selectFrom("bundle")
        .select("version")
        .where("kind", "=", row.kind)
        .orderBy("version", "desc")
        .limit(KEPT_ISSUES),
    )
    .execute();
  await sql`select pg_notify(${BUNDLE_CHANNEL}, ${row.kind})`.execute(writer);
}

function bodyOf(people: readonly OperatorRecord[], randomBytes: RandomBytes): OperatorsBody {
  const salt = Buffer.from(randomBytes(32));
  const hashOf = (badge: string) => createHmac(GH1.digest, salt).update(badge).digest("base64url");
  const operators = people.map(
    ({ operatorId, name, roles, badge, pin, validUntilMs }): Operator => ({
      operatorId,
      name,
      roles: [...roles],
      badgeHash: badge === null ? null : hashOf(badge),
      pin,
      validUntilMs,
    }),
  );
  return { badgeSalt: salt.toString("base64url"), operators };
}

function fitsOneMessage(text: string): boolean {
  return Buffer.byteLength(text) + ENVELOPE_BYTES <= MAX_MESSAGE_BYTES;
}
