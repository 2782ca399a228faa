import {
  type ScannerListener,
  startScanner,
} from "@gatehouse/firmware-bridge/scanner/scanner-driver";
import type { EventDraft } from "@gatehouse/protocols/event/event-types";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { StationConfig } from "../config.ts";
import type { EventLog } from "../event-log/event-log.ts";
import type { StationViewSource } from "../view/station-view-source.ts";
import type { CheckpointDesk } from "./checkpoint-desk.ts";

const KIND = "scanner";

/** What a scanner at a checkpoint is wired to. */
export interface ScannerPostOptions {
  readonly deviceId: string;
  readonly scanner: NonNullable<StationConfig["scanner"]>;
  readonly desk: CheckpointDesk;
  readonly log: EventLog;
  readonly view: StationViewSource;
  readonly clock: Clock;
  readonly logger: Logger;
  /** In [0, 1). */
  random(): number;
  onStateChange(): void;
}

/** Drives one scanner: reads go to the desk, its comings and goings to the log and the screen. */
export function startScannerPost(options: ScannerPostOptions): { close(): Promise<void> } {
  const { clock, deviceId, desk, logger, random, scanner, view } = options;
  const listener: ScannerListener = {
    onScan: (read) => void desk.recordRead(deviceId, read),
    onReject: (code) => view.notice(code),
    onState: followState(options),
  };
  return startScanner({ deviceId, ...scanner, clock, logger, random }, listener);
}

function followState(options: ScannerPostOptions): ScannerListener["onState"] {
  const { clock, deviceId, log, logger, onStateChange, view } = options;
  let [wasReady, lostAtMs] = [false, null as number | null];
  const record = (draft: EventDraft) => {
    log
      .append(draft, { source: "device", actors: [], shiftId: null })
      .catch((error: unknown) => logger.error({ err: error }, "device state not recorded"));
  };
  return ({ state, code, sinceMs, droppedBytes }) => {
    view.setDevice({ deviceId, kind: KIND, state, sinceMs, code });
    onStateChange();
    if (state === "lost" && wasReady) {
      [wasReady, lostAtMs] = [false, clock.monotonicMs()];
      const body = { deviceId, kind: KIND, code: code ?? "device.disconnected", droppedBytes };
      record({ type: "device.lost", body });
    }
    if (state === "ready") {
      const absentMs = lostAtMs === null ? null : clock.monotonicMs() - lostAtMs;
      wasReady = true;
      record({ type: "device.ready", body: { deviceId, kind: KIND, absentMs } });
    }
  };
}
