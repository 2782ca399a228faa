import {
  type FilledMangoQuery,
  type MangoQuery,
  normalizeMangoQuery,
  prepareQuery,
  type RxDocumentData,
  type RxStorageInstance,
} from "rxdb";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";
import { expect, it } from "vitest";
import { makeStorage, openTubes, TUBE_SCHEMA, type Tube, tubeData } from "./storage-fixture.ts";

const WRITES = 400;
const QUERIES = 1_500;
/** BMP only: SQLite and JavaScript order astral characters differently, which writes refuse. */
const LANES = ["", "A", "B", "a", "b", "é", "东", "西", "ﬀ", "\ue000"];

type Random = (below: number) => number;
type Instance = Pick<
  RxStorageInstance<Tube, unknown, unknown>,
  "bulkWrite" | "query" | "count" | "findDocumentsById"
>;

/** Numerical Recipes' LCG: any failing seed can be named. */
function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function pick<Value>(random: Random, values: readonly [Value, ...Value[]]): Value {
  return values[random(values.length)] ?? values[0];
}

function anyTube(random: Random, id: string): Tube {
  const lane = LANES[random(LANES.length)] ?? "";
  const at = random(40) - 20;
  const weight = (random(40) - 20) / 4;
  return { id, lane, at, weight, isSealed: random(2) === 0, note: `n${random(3)}` };
}

function anyValue(random: Random, field: keyof Tube): string | number | boolean {
  if (field === "id") return `t${random(60)}`;
  return anyTube(random, "x")[field] ?? "";
}

function anyQuery(random: Random): MangoQuery<Tube> {
  const selector: Record<string, unknown> = { _deleted: false };
  const fields = ["id", "lane", "at", "weight", "isSealed", "note"] as const;
  for (let times = random(4); times > 0; times -= 1) {
    const field = pick(random, fields);
    const operator = pick(random, ["$eq", "$gt", "$gte", "$lt", "$lte", "$ne", "$in"]);
    const value = anyValue(random, field);
    const operand = operator === "$in" ? [value, anyValue(random, field)] : value;
    selector[field] = { ...(selector[field] ?? {}), [operator]: operand };
  }
  if (random(8) === 0) {
    selector.$or = [{ at: { $lt: random(20) } }, { lane: pick(random, ["A", "东"]) }];
  }
  const direction = () => pick(random, ["asc", "desc"] as const);
  const sorts = [
    [{ at: direction() }],
    [{ lane: direction() }, { at: direction() }],
    [{ weight: direction() }, { id: direction() }],
    [{ note: direction() }],
  ];
  const sort = random(5) === 0 ? undefined : sorts[random(sorts.length)];
  const window = random(3) === 0 ? { skip: random(5), limit: random(20) } : {};
  return { selector, ...(sort ? { sort } : {}), ...window } as MangoQuery<Tube>;
}

/** Inserts, updates, deletes and conflicts, each in both storages. */
async function writeBoth(random: Random, [ours, oracle]: readonly [Instance, Instance]) {
  const current = new Map<string, RxDocumentData<Tube>>();
  for (let write = 1; write <= WRITES; write += 1) {
    const id = `t${random(60)}`;
    const previous = random(6) === 0 ? undefined : current.get(id);
    const document = tubeData(anyTube(random, id), write, write);
    const row = { document: { ...document, _deleted: random(5) === 0 } };
    const rows = () => [structuredClone(previous ? { ...row, previous } : row)];
    const [mine, theirs] = [await ours.bulkWrite(rows(), "d"), await oracle.bulkWrite(rows(), "d")];
    expect(mine.error.map(({ status }) => status)).toEqual(
      theirs.error.map(({ status }) => status),
    );
    if (mine.error.length === 0) current.set(id, row.document);
  }
  const ids = [...current.keys()].sort();
  const byId = (found: RxDocumentData<Tube>[]) => new Map(found.map((one) => [one.id, one]));
  expect(byId(await ours.findDocumentsById(ids, true))).toEqual(
    byId(await oracle.findDocumentsById(ids, true)),
  );
}

function idsOf(documents: readonly RxDocumentData<Tube>[]): string {
  return documents.map(({ id }) => id).join(" ");
}

it.each([1, 7])(
  "answers queries and counts as RxDB's memory storage does, seed %i",
  async (seed) => {
    const random = seeded(seed);
    const bench = makeStorage();
    const ours = await openTubes(bench.storage, {});
    const oracle = await openTubes(getRxStorageMemory(), {}, `oracle-${seed}`);
    await writeBoth(random, [ours, oracle]);
    for (let times = 0; times < QUERIES; times += 1) {
      const query: FilledMangoQuery<Tube> = normalizeMangoQuery(TUBE_SCHEMA, anyQuery(random));
      const prepared = prepareQuery(TUBE_SCHEMA, query);
      const [mine, theirs] = [await ours.query(prepared), await oracle.query(prepared)];
      expect(idsOf(mine.documents), JSON.stringify(query)).toEqual(idsOf(theirs.documents));
      const { skip: _skip, limit: _limit, ...whole } = query;
      const counted = prepareQuery<Tube>(TUBE_SCHEMA, { ...whole, skip: 0 });
      const [myCount, theirCount] = [await ours.count(counted), await oracle.count(counted)];
      expect(myCount.count, JSON.stringify(query)).toBe(theirCount.count);
    }
    await oracle.remove();
    bench.remove();
  },
);
