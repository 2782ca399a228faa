import type { DeviceState } from "@gatehouse/firmware-bridge/device/supervisor";
import type { EventDraft } from "@gatehouse/protocols/event/event-types";
import type { DeviceView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { EventContext } from "../event-log/event-builder.ts";
import type { EventLog } from "../event-log/event-log.ts";

/** Where a device's comings and goings are told. */
export interface DeviceRecordOptions {
  readonly log: EventLog;
  /** Who is at the post, if anybody. */
  context(): EventContext;
  readonly clock: Clock;
  readonly logger: Logger;
  onDevice(device: DeviceView): void;
}

/** Follows one device: its state goes to the screen, each loss and each return of it into the log. */
export function followDevice(
  options: DeviceRecordOptions,
  device: Pick<DeviceView, "deviceId" | "kind" | "name">,
): (state: DeviceState) => void {
  const { clock, log, logger, onDevice } = options;
  const { deviceId, kind } = device;
  let [wasReady, lostAtMs] = [false, null as number | null];
  const record = (draft: EventDraft) => {
    log
      .append(draft, options.context())
      .catch((error: unknown) => logger.error({ err: error }, "device state not recorded"));
  };
  return ({ state, code, sinceMs, droppedBytes }) => {
    onDevice({ ...device, state, sinceMs, code });
    if (state === "lost" && wasReady) {
      [wasReady, lostAtMs] = [false, clock.monotonicMs()];
      const body = { deviceId, kind, code: code ?? "device.disconnected", droppedBytes };
      record({ type: "device.lost", body });
    }
    if (state === "ready") {
      const absentMs = lostAtMs === null ? null : clock.monotonicMs() - lostAtMs;
      wasReady = true;
      record({ type: "device.ready", body: { deviceId, kind, absentMs } });
    }
  };
}
