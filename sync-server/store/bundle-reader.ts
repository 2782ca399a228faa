import type { Kysely } from "kysely";
import type { CentreTables } from "./tables.ts";

/** Channel on which whoever issued a bundle says so, at commit. */
export const BUNDLE_CHANNEL = "gatehouse_bundle";

/** A bundle as issued: JSON text, signed. */
export interface IssuedBundle {
  readonly kind: string;
  readonly version: number;
  readonly text: string;
}

/** The newest bundle of each kind. */
export async function readNewestBundles(
  kysely: Kysely<CentreTables>,
): Promise<readonly IssuedBundle[]> {
  return await kysely
    .selectFrom("bundle")
    .distinctOn("kind")
    .select(["kind", "version", "text"])
    .orderBy("kind")
    .orderBy("version", "desc")
    .execute();
}
