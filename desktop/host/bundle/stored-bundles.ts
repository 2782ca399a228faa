import {
  BUNDLE_KINDS,
  type Bundle,
  type BundleKind,
  parseBundle,
} from "@gatehouse/protocols/bundle/bundle";
import { type OperatorsBody, parseOperators } from "@gatehouse/protocols/bundle/operators";
import { fail, type Result } from "@gatehouse/protocols/result";
import type { Logger } from "pino";
import type { StationStore } from "../store/station-store.ts";
import type { BundleRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import { verifySigner } from "./verify-bundle.ts";

/** How the body of each kind is read. */
export const BODY_PARSERS: Readonly<
  Record<BundleKind, (body: unknown) => Result<OperatorsBody, "malformed-body">>
> = { operators: parseOperators };

/** True for a kind that this station knows. */
export function isBundleKind(kind: string): kind is BundleKind {
  return BUNDLE_KINDS.some((known) => known === kind);
}

/** What the stored bundles are read with. */
export interface StoredBundlesOptions {
  readonly store: StationStore;
  readonly caPem: string;
  readonly logger: Logger;
}

/**
 * The last good bundle of a kind, verified again: a damaged one, or one of another centre that
 * this station served before, is dropped. Its age does not matter: it was taken in time.
 */
export async function readStoredBundle(
  kind: BundleKind,
  { store, caPem, logger }: StoredBundlesOptions,
): Promise<Bundle | null> {
  try {
    const [row] = await readRows(store.bundles, { selector: { id: kind } });
    if (!row) return null;
    const bundle = goodBundleOf(row, caPem);
    if (bundle.ok) return bundle.value;
    logger.warn({ kind, version: row.version, reason: bundle.reason }, "stored bundle dropped");
    await store.bundles.findOne(kind).remove();
  } catch (error) {
    logger.warn({ kind, err: error }, "stored bundle unreadable");
  }
  return null;
}

/**
 * Puts a bundle in the place of the one before it.
 * @throws GatehouseError `store.full` or `store.failed`
 */
export async function storeBundle(
  store: StationStore,
  bundle: Bundle,
  receivedAtMs: number,
): Promise<void> {
  const { kind, version } = bundle;
  await store.bundles.incrementalUpsert({ id: kind, version, receivedAtMs, bundle });
}

function goodBundleOf(row: BundleRow, caPem: string): Result<Bundle> {
  const bundle = parseBundle(row.bundle);
  if (!bundle.ok) return bundle;
  const { kind, body } = bundle.value;
  if (kind !== row.id || !isBundleKind(kind)) return fail("other-kind");
  const signed = verifySigner(bundle.value, caPem);
  if (!signed.ok) return signed;
  const parsed = BODY_PARSERS[kind](body);
  return parsed.ok ? bundle : parsed;
}
