import { type Role, roleSchema } from "@gatehouse/protocols/duty/roles";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Kysely, Selectable } from "kysely";
import type { CentreTables, OperatorTable } from "../store/tables.ts";
import type { OperatorSeal } from "./operator-seal.ts";
import type { PinVerifier } from "./pin.ts";

/** One person who may stand at a post. */
export interface OperatorRecord {
  readonly operatorId: string;
  readonly name: string;
  /** Text of the badge. */
  readonly badge: string | null;
  readonly pin: PinVerifier;
  readonly roles: readonly Role[];
  /** First moment at which this person may work no more, Unix ms; null: no end. */
  readonly validUntilMs: number | null;
  readonly changedAtMs: number;
}

/** The table `operator`, opened. */
export interface OperatorStore {
  /** Everyone, by number. */
  all(): Promise<readonly OperatorRecord[]>;
  /** @throws GatehouseError `operator.not-found` */
  find(operatorId: string): Promise<OperatorRecord>;
  /** Writes a person, new or known. */
  save(record: OperatorRecord): Promise<void>;
  /** @throws GatehouseError `operator.not-found` */
  remove(operatorId: string): Promise<void>;
}

/** Reads and writes persons; within a transaction when `database` is one. */
export function openOperatorStore(
  database: Kysely<CentreTables>,
  seal: OperatorSeal,
): OperatorStore {
  const rows = () => database.selectFrom("operator").selectAll();
  return {
    async all() {
      const found = await rows().orderBy("operator_id").execute();
      return found.map((row) => recordOf(row, seal));
    },
    async find(operatorId) {
      const row = await rows().where("operator_id", "=", operatorId).executeTakeFirst();
      if (row) return recordOf(row, seal);
      throw new GatehouseError("operator.not-found");
    },
    async save(record) {
      const row = rowOf(record, seal);
      await database
        .insertInto("operator")
        .values(row)
        .onConflict((conflict) => conflict.column("operator_id").doUpdateSet(row))
        .execute();
    },
    async remove(operatorId) {
      const query = database.deleteFrom("operator").where("operator_id", "=", operatorId);
      const { numDeletedRows } = await query.executeTakeFirst();
      if (numDeletedRows === 0n) throw new GatehouseError("operator.not-found");
    },
  };
}

function rowOf(record: OperatorRecord, seal: OperatorSeal) {
  const { operatorId, name, badge, pin, roles, validUntilMs, changedAtMs } = record;
  return {
    operator_id: operatorId,
    sealed: seal.seal(operatorId, { name, badge, pin }),
    badge_lookup: badge === null ? null : seal.lookup(badge),
    roles: [...roles],
    valid_until: validUntilMs === null ? null : new Date(validUntilMs),
    changed_at: new Date(changedAtMs),
  };
}

function recordOf(row: Selectable<OperatorTable>, seal: OperatorSeal): OperatorRecord {
  return {
    operatorId: row.operator_id,
    ...seal.open(row.operator_id, row.sealed),
    roles: roleSchema.array().parse(row.roles),
    validUntilMs: row.valid_until?.getTime() ?? null,
    changedAtMs: row.changed_at.getTime(),
  };
}
