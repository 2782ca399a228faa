import { startScanner } from "@gatehouse/firmware-bridge/scanner/scanner-driver";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import type { StationConfig } from "../config.ts";
import { type DeviceRecordOptions, followDevice } from "./device-record.ts";

/** What a station's scanner is wired to. */
export interface StationScannerOptions extends DeviceRecordOptions {
  readonly deviceId: string;
  readonly scanner: NonNullable<StationConfig["scanner"]>;
  /** In [0, 1). */
  random(): number;
  onScan(read: CodeRead): void;
  /** Something was read that no record can be made of. */
  onNotice(code: ErrorCode): void;
}

/** Drives one scanner: reads go to whoever is at work, its comings and goings to the log and the screen. */
export function startStationScanner(options: StationScannerOptions): { close(): Promise<void> } {
  const { clock, deviceId, logger, random, scanner } = options;
  return startScanner(
    { deviceId, ...scanner, clock, logger, random },
    {
      onScan: (read) => options.onScan({ deviceId, ...read }),
      onReject: (code) => options.onNotice(code),
      onState: followDevice(options, { deviceId, kind: "scanner", name: null }),
    },
  );
}
