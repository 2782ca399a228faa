import { join } from "node:path";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import type { Logger } from "pino";
import { openCheckpointPost } from "./checkpoint/checkpoint-post.ts";
import { systemClock as clock } from "./clock.ts";
import { DataSpaces } from "./data-spaces.ts";
import { nodeDigests, nodeRandomBytes as random } from "./digests.ts";
import { openEventLog } from "./event-log/event-log.ts";
import { startHost, type TestHost, testStation } from "./event-log/log-fixture.ts";
import { OLDEST_FIRST } from "./event-log/stored-rows.ts";
import type { DataSpace, DutyCheck } from "./post/post.ts";
import { openStationStore, type StationStore } from "./store/station-store.ts";
import type { EventRow } from "./store/store-contents.ts";
import { readRows } from "./store/store-reading.ts";

/** A checkpoint's spaces on real files. */
export interface TestSpaces {
  readonly host: TestHost;
  readonly spaces: DataSpaces;
  /** Codes of all notices that were shown. */
  readonly notices: readonly ErrorCode[];
  /** The mode at each switch. */
  readonly switches: readonly DataSpace["mode"][];
  scan(payload: string): void;
  /** Scans of today in the space that is shown now. */
  scansShown(): number;
  /** The live log in its order, without what every host start says. */
  events(): Promise<EventRow[]>;
  close(): Promise<void>;
}

/** What the spaces are opened with; `onOpening` runs while a training is being opened. */
export interface TestSpacesOptions {
  readonly folder: string;
  readonly duty: Pick<DutyCheck, "onDuty">;
  readonly logger: Logger;
  onOpening?(): void;
}

/** A code as a scanner reads it. */
function scanned(payload: string): CodeRead {
  const how = { aimId: "]Q1", symbology: "QR Code", terminator: "suffix" } as const;
  return { deviceId: "scanner-1", payload, encoding: "utf-8", ...how };
}

/** Opens store, log and spaces as a host does. */
export async function openTestSpaces(options: TestSpacesOptions): Promise<TestSpaces> {
  const { folder, duty, logger } = options;
  const host = await startHost(folder, clock);
  const [notices, switches]: [ErrorCode[], DataSpace["mode"][]] = [[], []];
  const parts = { clock, logger, onChange: () => undefined };
  const approve = () => Promise.reject(new TypeError("a checkpoint asks for no approval"));
  const spaces: DataSpaces = await DataSpaces.open({
    live: { mode: "live", store: host.store, log: host.log },
    folder,
    duty,
    logger,
    openStore(path) {
      options.onOpening?.();
      return openStationStore({ folder: path, clock, random, logger });
    },
    openLog: (store, mode) => openLogOf(store, mode, logger),
    openPost: (space) =>
      openCheckpointPost({
        ...parts,
        space,
        duty: { ...duty, approve },
        onNotice: (code) => notices.push(code),
      }),
    onSwitch: () => switches.push(spaces.mode),
  });
  return {
    host,
    spaces,
    notices,
    switches,
    scan: (payload) => spaces.takeScan(scanned(payload)),
    scansShown() {
      const view = spaces.post.view();
      return view.role === "checkpoint" ? view.today.scans : 0;
    },
    async events() {
      const rows = await readRows(host.store.events, { sort: OLDEST_FIRST });
      return rows.filter(({ type }) => type !== "host.started");
    },
    async close() {
      await spaces.close();
      await host.close();
    },
  };
}

/** Where a training lies. */
export function trainingOf(folder: string): string {
  return join(folder, "training");
}

function openLogOf(store: StationStore, mode: DataSpace["mode"], logger: Logger) {
  const told = { softwareVersion: "0.1.0", role: "checkpoint", clockOffset: () => null } as const;
  const parts = { clock, random, digests: nodeDigests, logger };
  return openEventLog({ ...parts, ...told, store, station: testStation(), mode });
}
