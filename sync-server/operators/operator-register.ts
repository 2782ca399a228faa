import { MAX_OPERATORS } from "@gatehouse/protocols/bundle/operators";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Kysely } from "kysely";
import type { CentreTables } from "../store/tables.ts";
import {
  type IssueSource,
  issueOperators,
  lockIssues,
  newestVersion,
  OPERATORS_KIND,
} from "./issue-bundle.ts";
import { createOperatorSeal } from "./operator-seal.ts";
import { type OperatorRecord, type OperatorStore, openOperatorStore } from "./operator-store.ts";
import { makePinVerifier, newPin } from "./pin.ts";

/** An issue that is this old is made again, long before stations would refuse it. */
const RENEW_AFTER_MS = 7 * 24 * 3_600_000;

/** A person as entered; the texts are judged before they come here. */
export type NewOperator = Pick<
  OperatorRecord,
  "operatorId" | "name" | "badge" | "roles" | "validUntilMs"
>;
/** What may be changed of a person; what is left out stays. */
export type OperatorChange = Partial<Omit<NewOperator, "operatorId">>;

/** The list's version after a change. */
export interface Changed {
  readonly version: number;
}
/** The same, with the PIN, which is known at this moment only. */
export interface ChangedPin extends Changed {
  readonly pin: string;
}

/** The centre's register of operators; each change issues a new list in its own transaction. */
export interface OperatorRegister {
  all(): Promise<readonly OperatorRecord[]>;
  /** @throws GatehouseError `operator.id-taken`, `operator.badge-taken`, `operator.too-many` */
  add(operator: NewOperator): Promise<ChangedPin>;
  /** @throws GatehouseError `operator.not-found`, `operator.badge-taken`, `operator.too-many` */
  edit(operatorId: string, change: OperatorChange): Promise<Changed>;
  /** @throws GatehouseError `operator.not-found` */
  renewPin(operatorId: string): Promise<ChangedPin>;
  /** @throws GatehouseError `operator.not-found` */
  remove(operatorId: string): Promise<Changed>;
  /** Issues the list again when the last issue is old or stations hold a newer one. @returns its version */
  renewList(): Promise<number | null>;
}

/** What the register stands on. */
export interface RegisterOptions extends IssueSource {
  readonly database: Kysely<CentreTables>;
  /** The centre's store key. */
  readonly key: Uint8Array;
}

/** Opens the register on the tables `operator` and `bundle`. */
export function openOperatorRegister(options: RegisterOptions): OperatorRegister {
  const { database, nowMs, randomBytes } = options;
  const seal = createOperatorSeal(options.key);

  function change(work: (store: OperatorStore) => Promise<void>): Promise<number> {
    return database.transaction().execute(async (writer) => {
      await lockIssues(writer);
      const store = openOperatorStore(writer, seal);
      await work(store);
      return issueOperators(writer, await store.all(), options);
    });
  }

  /** Made before the transaction: hashing holds up no other change. */
  async function drawPin() {
    const pin = newPin(randomBytes);
    return { pin, verifier: await makePinVerifier(pin, randomBytes) };
  }

  return {
    all: () => openOperatorStore(database, seal).all(),
    async add(operator) {
      const { pin, verifier } = await drawPin();
      const version = await change(async (store) => {
        await refuseTaken(store, operator);
        await store.save({ ...operator, pin: verifier, changedAtMs: nowMs() });
      });
      return { pin, version };
    },
    async edit(operatorId, fields) {
      const version = await change(async (store) => {
        const known = await store.find(operatorId);
        refuseForeignBadge(await store.all(), operatorId, fields.badge ?? null);
        await store.save({ ...known, ...fields, changedAtMs: nowMs() });
      });
      return { version };
    },
    async renewPin(operatorId) {
      const { pin, verifier } = await drawPin();
      const version = await change(async (store) => {
        const known = await store.find(operatorId);
        await store.save({ ...known, pin: verifier, changedAtMs: nowMs() });
      });
      return { pin, version };
    },
    remove: async (operatorId) => ({ version: await change((store) => store.remove(operatorId)) }),
    renewList: () =>
      database.transaction().execute(async (writer) => {
        await lockIssues(writer);
        if (!(await isRenewalDue(writer, nowMs()))) return null;
        return issueOperators(writer, await openOperatorStore(writer, seal).all(), options);
      }),
  };
}

/** A station takes a number in place of a badge, in any case: what is read as one person must not be another. */
async function refuseTaken(store: OperatorStore, operator: NewOperator): Promise<void> {
  const { operatorId, badge } = operator;
  const everyone = await store.all();
  const isTaken = everyone.some(
    (one) => isAlike(one.operatorId, operatorId) || isAlike(one.badge ?? "", operatorId),
  );
  if (isTaken) throw new GatehouseError("operator.id-taken");
  refuseForeignBadge(everyone, operatorId, badge);
  if (everyone.length >= MAX_OPERATORS) throw new GatehouseError("operator.too-many");
}

function refuseForeignBadge(
  everyone: readonly OperatorRecord[],
  operatorId: string,
  badge: string | null,
): void {
  if (badge === null) return;
  const others = everyone.filter((one) => one.operatorId !== operatorId);
  const isForeign = others.some((one) => one.badge === badge || isAlike(one.operatorId, badge));
  if (isForeign) throw new GatehouseError("operator.badge-taken");
}

function isAlike(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

type Writer = Parameters<typeof lockIssues>[0];

async function isRenewalDue(writer: Writer, nowMs: number): Promise<boolean> {
  const newest = await writer
    .selectFrom("bundle")
    .select("issued_at")
    .where("kind", "=", OPERATORS_KIND)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  if ((await newestVersion(writer)).isBehind) return true;
  // Where nobody was ever entered there is no list to keep fresh.
  return newest !== undefined && nowMs - newest.issued_at.getTime() >= RENEW_AFTER_MS;
}
