import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { Logger } from "pino";
import { Subject } from "rxjs";
import { type BundleDesk, openBundles } from "./bundle/bundle-desk.ts";
import { CentreClock } from "./centre-clock.ts";
import { systemClock as clock } from "./clock.ts";
import type { Closable } from "./close-in-turn.ts";
import type { StationConfig } from "./config.ts";
import { nodeDigests, nodeRandomBytes } from "./digests.ts";
import { DutyDesk } from "./duty/duty-desk.ts";
import type { Enrolment } from "./enrol/enrolment.ts";
import type { ClockOffset } from "./event-log/event-builder.ts";
import { type EventLog, openEventLog } from "./event-log/event-log.ts";
import { type Outbox, openOutbox } from "./event-log/outbox.ts";
import type { DataSpace } from "./post/post.ts";
import { SOFTWARE_VERSION } from "./software-version.ts";
import type { StationRole } from "./station-role.ts";
import type { StationStore } from "./store/station-store.ts";
import { openTelemetry, type Telemetry } from "./telemetry/telemetry.ts";

/** What the records are opened with. */
export interface RecordsOptions {
  readonly config: StationConfig;
  readonly identity: Enrolment;
  readonly store: StationStore;
  readonly role: StationRole;
  readonly logger: Logger;
  /** Everything opened is added here, to be closed in reverse. */
  readonly held: Closable[];
}

/** What a station knows and remembers, whatever its post. */
export interface StationRecords {
  readonly live: DataSpace;
  readonly outbox: Outbox;
  /** Null for a role that measures nothing. */
  readonly telemetry: Telemetry | null;
  readonly bundles: BundleDesk;
  readonly duty: DutyDesk;
  /** Something that the screen shows is different. */
  readonly changes: Subject<void>;
  /** Something could not be recorded. */
  readonly notices: Subject<ErrorCode>;
  openLog(store: StationStore, mode: DataSpace["mode"]): Promise<EventLog>;
  setClockOffset(offset: ClockOffset): void;
}

/** Opens the log in a new epoch, and what stands on it. */
export async function openRecords(options: RecordsOptions): Promise<StationRecords> {
  const { config, identity, store, role, logger, held } = options;
  const changes = new Subject<void>();
  const centreClock = new CentreClock(clock);
  const clockOffset = () => centreClock.offset();
  const openLog = (ownStore: StationStore, mode: DataSpace["mode"]) =>
    openEventLog({
      store: ownStore,
      station: identity,
      mode,
      role: role.name,
      softwareVersion: SOFTWARE_VERSION,
      clock,
      clockOffset,
      random: nodeRandomBytes,
      digests: nodeDigests,
      logger,
    });
  const log = await openLog(store, "live");
  held.push(log);
  const live: DataSpace = { mode: "live", store, log };
  const outbox = await openOutbox(store, log);
  const { epoch, epochOrder } = log;
  const folder = config.dataFolder;
  const telemetry = role.measures
    ? openTelemetry({ folder, epoch, epochOrder, clock, clockOffset, logger })
    : null;
  if (telemetry) held.push(telemetry);
  const bundles = await openBundles({ store, log, caPem: identity.caPem, clock, logger });
  held.push(bundles);
  const onChange = () => changes.next();
  const duty = await DutyDesk.open({ role: role.name, space: live, clock, logger, onChange });
  held.push(duty);
  await duty.setList(bundles.newest("operators"));
  bundles.changes.subscribe((bundle) => {
    if (bundle.kind === "operators") void duty.setList(bundle);
  });
  return {
    live,
    outbox,
    telemetry,
    bundles,
    duty,
    changes,
    notices: new Subject(),
    openLog,
    setClockOffset: (offset) => centreClock.set(offset),
  };
}
