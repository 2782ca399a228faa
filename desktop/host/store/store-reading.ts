import {
  type MangoQuery,
  type MangoQuerySelector,
  normalizeMangoQuery,
  prepareQuery,
  type RxCollection,
} from "rxdb";

/**
 * Documents that match, straight from the storage. RxDB's own `find` keeps each query and its
 * result in memory; for pages of a log of 500,000 events that is memory for nothing.
 * @throws GatehouseError `store.failed` when a row does not unseal
 */
export async function readRows<Row>(
  collection: RxCollection<Row>,
  query: MangoQuery<Row>,
): Promise<Row[]> {
  const { documents } = await collection.storageInstance.query(prepared(collection, query));
  return documents;
}

/** How many documents match; index columns alone must tell. */
export async function countRows<Row>(
  collection: RxCollection<Row>,
  query: MangoQuery<Row>,
): Promise<number> {
  const { count } = await collection.storageInstance.count(prepared(collection, query));
  return count;
}

function prepared<Row>(collection: RxCollection<Row>, query: MangoQuery<Row>) {
  const { schema } = collection.storageInstance;
  const selector = { ...query.selector, _deleted: false } as MangoQuerySelector<Row>;
  return prepareQuery(schema, normalizeMangoQuery<Row>(schema, { ...query, selector }));
}
