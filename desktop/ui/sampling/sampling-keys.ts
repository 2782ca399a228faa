import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import { POOL_SIZES } from "@gatehouse/protocols/event/pool-sizes";
import type { OpenTubeView, SamplingView } from "@gatehouse/protocols/rpc/sampling-view";

/** What a key would do now: something to a thing that is there, or nothing and why. */
export type KeyOffer<Thing> =
  | { readonly can: true; readonly thing: Thing }
  | { readonly can: false; readonly code: ErrorCode };

/** F3: the size after the one that is set, while no tube is open. */
export function poolSizeOffer({ tube, poolSize }: SamplingView): KeyOffer<PoolSize> {
  if (tube) return { can: false, code: "tube.pool-size-fixed" };
  const next = (POOL_SIZES.indexOf(poolSize) + 1) % POOL_SIZES.length;
  return { can: true, thing: POOL_SIZES[next] ?? poolSize };
}

/** F4: the last person of the open tube, or the tube itself while it is empty. */
export function undoOffer({ tube }: SamplingView): KeyOffer<string> {
  if (!tube) return { can: false, code: "tube.nothing-to-undo" };
  return { can: true, thing: tube.members.at(-1)?.eventId ?? tube.tubeId };
}

/** F7: the open tube, once somebody is in it. */
export function sealOffer({ tube }: SamplingView): KeyOffer<OpenTubeView> {
  if (!tube) return { can: false, code: "tube.not-open" };
  if (tube.members.length === 0) return { can: false, code: "tube.empty" };
  return { can: true, thing: tube };
}
