import type { DeviceView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import { systemClock as clock } from "./clock.ts";
import type { Closable } from "./close-in-turn.ts";
import type { StationConfig } from "./config.ts";
import type { DataSpaces } from "./data-spaces.ts";
import { startStationScanner } from "./device/station-scanner.ts";
import type { StationRecords } from "./station-records.ts";
import type { StationRole } from "./station-role.ts";

const SCANNER_ID = "scanner-1";

/** What the devices of a station are wired to. */
export interface StationDevicesOptions {
  readonly config: StationConfig;
  readonly role: StationRole;
  readonly records: StationRecords;
  readonly spaces: DataSpaces;
  readonly logger: Logger;
  onDevice(device: DeviceView): void;
}

/**
 * Drives the role's own devices and the scanner. A badge is nobody's code: it goes to the duty
 * desk, whatever the post; every other code goes to the post that is at work.
 */
export function startDevices(options: StationDevicesOptions): readonly Closable[] {
  const { config, role, records, spaces, logger, onDevice } = options;
  const { live, telemetry, duty, changes, notices } = records;
  const shared = {
    clock,
    logger,
    random: Math.random,
    context: () => duty.context(),
    onDevice,
  };
  const own = role.startDevices({ ...shared, live, telemetry, onChange: () => changes.next() });
  const started = own ? [own] : [];
  const { scanner } = config;
  if (scanner === null) return started;
  const driver = startStationScanner({
    ...shared,
    log: live.log,
    deviceId: SCANNER_ID,
    scanner,
    onScan(read) {
      if (!duty.present(read.payload)) spaces.takeScan(read);
    },
    onNotice: (code) => notices.next(code),
  });
  return [...started, driver];
}
