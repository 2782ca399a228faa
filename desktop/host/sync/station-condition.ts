import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { StationState } from "@gatehouse/protocols/wire/messages";

/** Everything in a state message but the connection's own facts. */
export type StationCondition = Omit<StationState, "v" | "online" | "session" | "atMs">;

/** A kind of bundle and the version of it that the station works by. */
export type BundleVersion = StationState["bundles"][number];

/** What the centre is told of how a station is: what its screen shows, without what was recorded. */
export function conditionOf(
  view: StationView,
  bundles: readonly BundleVersion[],
): StationCondition {
  const { devices, duty, mode, post, softwareVersion, store, unsent } = view;
  return {
    role: post.role,
    softwareVersion,
    unsent: unsent.count,
    oldestUnsentAtMs: unsent.oldestAtMs,
    devices: devices.map(({ deviceId, kind, name, state, sinceMs }) => {
      return { deviceId, kind, name, state, sinceMs };
    }),
    storeOk: store.state === "ok",
    onDuty: duty.state === "off" ? [] : duty.operators.map(({ operatorId }) => operatorId),
    isTraining: mode === "training",
    bundles: [...bundles],
  };
}
