import { type Bundle, parseBundle } from "@gatehouse/protocols/bundle/bundle";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import { BODY_PARSERS, isBundleKind } from "./stored-bundles.ts";
import { type BundleTrust, verifyBundle } from "./verify-bundle.ts";

/** What is to be done with something that the centre sent as a bundle. */
export type BundleVerdict =
  /** Of a kind that is not known here, or the version that the station works by already. */
  | { readonly verdict: "leave" }
  | ({ readonly verdict: "refuse" } & EventBody<"bundle.refused">)
  | { readonly verdict: "apply"; readonly bundle: Bundle };

/** By what it is judged: the trust, and the last good bundle of each kind. */
export interface BundleStanding extends BundleTrust {
  readonly held: ReadonlyMap<string, Bundle>;
}

const LEAVE: BundleVerdict = { verdict: "leave" };

/** Judges what the centre sent (GW-42). */
export function judgeBundle(input: unknown, standing: BundleStanding): BundleVerdict {
  const claimed = claimOf(input);
  if (claimed.kind !== null && !isBundleKind(claimed.kind)) return LEAVE;
  const parsed = parseBundle(input);
  if (!parsed.ok) {
    const { kind, version } = claimed;
    return { verdict: "refuse", kind: kind ?? "unknown", version, reason: parsed.reason };
  }
  const bundle = parsed.value;
  const { kind, version } = bundle;
  if (!isBundleKind(kind) || version === standing.held.get(kind)?.version) return LEAVE;
  const reason = faultOf(bundle, standing) ?? bodyFaultOf(bundle.body, BODY_PARSERS[kind]);
  return reason === null
    ? { verdict: "apply", bundle }
    : { verdict: "refuse", kind, version, reason };
}

function faultOf(bundle: Bundle, { held, ...trust }: BundleStanding): string | null {
  const verified = verifyBundle(bundle, trust);
  if (!verified.ok) return verified.reason;
  const last = held.get(bundle.kind);
  return last && bundle.version < last.version ? "lower-version" : null;
}

function bodyFaultOf(
  body: Bundle["body"],
  parse: (body: unknown) => { readonly ok: boolean },
): string | null {
  return parse(body).ok ? null : "malformed-body";
}

/** What something malformed says of itself, as far as it can be read. */
function claimOf(input: unknown): { readonly kind: string | null; readonly version: number } {
  const fields: { readonly kind?: unknown; readonly version?: unknown } =
    typeof input === "object" && input !== null ? input : {};
  const { kind, version } = fields;
  const isVersion = typeof version === "number" && Number.isSafeInteger(version) && version >= 0;
  return { kind: typeof kind === "string" ? kind : null, version: isVersion ? version : 0 };
}
