import type { StationHandlers } from "@gatehouse/protocols/rpc/station-router";
import type { Logger } from "pino";
import { CheckpointDesk } from "./checkpoint/checkpoint-desk.ts";
import { dayStartOf, RECENT_SCANS, ScanLedger } from "./checkpoint/scan-ledger.ts";
import { startScannerPost } from "./checkpoint/scanner-post.ts";
import { systemClock as clock } from "./clock.ts";
import { watchClock } from "./clock-watch.ts";
import type { Closable } from "./close-in-turn.ts";
import type { StationConfig } from "./config.ts";
import { nodeDigests, nodeRandomBytes } from "./digests.ts";
import type { Enrolment } from "./enrol/enrolment.ts";
import type { ClockOffset } from "./event-log/event-builder.ts";
import { type EventLog, openEventLog } from "./event-log/event-log.ts";
import { openOutbox } from "./event-log/outbox.ts";
import { createProjections } from "./event-log/projections.ts";
import { SOFTWARE_VERSION } from "./software-version.ts";
import type { StationStore } from "./store/station-store.ts";
import { startSync } from "./sync/start-sync.ts";
import { StationViewSource } from "./view/station-view-source.ts";

const BEAT_MS = 2_000;
const SCANNER_ID = "scanner-1";

/** Opens the station to its windows, in the way of the shell. */
export type ScreenOpener<Screen extends Closable> = (
  handlers: StationHandlers,
) => Screen | Promise<Screen>;

/** What the rooms are opened with. */
export interface RoomsOptions<Screen extends Closable> {
  readonly config: StationConfig;
  readonly identity: Enrolment;
  readonly store: StationStore;
  readonly openScreen: ScreenOpener<Screen>;
  readonly logger: Logger;
  /** Everything opened is added here, to be closed in reverse. */
  readonly held: Closable[];
}

/** Opens the rooms in the order in which a scan walks through them, the device last. */
export async function openRooms<Screen extends Closable>(
  options: RoomsOptions<Screen>,
): Promise<Screen> {
  const { config, identity, store, logger, held } = options;
  let clockOffset: ClockOffset | null = null;
  const log = await openEventLog({
    store,
    station: identity,
    mode: config.mode,
    role: config.role,
    softwareVersion: SOFTWARE_VERSION,
    clock,
    clockOffset: () => clockOffset,
    random: nodeRandomBytes,
    digests: nodeDigests,
    logger,
  });
  held.push(log);
  const outbox = await openOutbox(store, log);
  const ledger = await readLedger(store);
  const { stationId, siteName, laneName } = identity;
  const view = new StationViewSource(
    {
      place: { stationId, siteName, laneName },
      role: config.role,
      softwareVersion: SOFTWARE_VERSION,
    },
    ledger.facts(clock.nowMs()),
    await outbox.unsent(),
    clock,
  );
  const desk = new CheckpointDesk({
    log,
    ledger,
    clock,
    logger,
    onChange: () => view.setScans(ledger.facts(clock.nowMs())),
    onNotice: (code) => view.notice(code),
  });
  const screen = await options.openScreen(handlersOf(desk, view));
  held.push(screen);
  const sync = startSync({
    enrolment: { ...identity, brokerUrl: config.brokerUrl ?? identity.brokerUrl },
    keyPem: identity.keyPem,
    role: config.role,
    softwareVersion: SOFTWARE_VERSION,
    log,
    outbox,
    view,
    clock,
    logger,
    random: Math.random,
    onClockEstimate: (estimate) => {
      clockOffset = estimate;
    },
  });
  held.push(sync);
  log.healthChanges.subscribe((health) => {
    view.setStore(health);
    sync.conditionChanged();
  });
  held.push(beat(log, view));
  held.push(watchClock(clock, (stepMs) => recordClockStep(log, stepMs, logger)));
  if (config.scanner) {
    const onStateChange = () => sync.conditionChanged();
    const scanner = { deviceId: SCANNER_ID, scanner: config.scanner, random: Math.random };
    held.push(startScannerPost({ ...scanner, desk, log, view, clock, logger, onStateChange }));
  }
  return screen;
}

async function readLedger(store: StationStore): Promise<ScanLedger> {
  const dayStartMs = dayStartOf(clock.nowMs());
  const projections = createProjections(store);
  const { recorded, voided } = await projections.countScansSince(dayStartMs);
  const recent = await projections.recentScans({ limit: RECENT_SCANS, dayStartMs });
  return new ScanLedger({ dayStartMs, recorded, voided, recent });
}

function handlersOf(desk: CheckpointDesk, view: StationViewSource): StationHandlers {
  return {
    watch: (stop) => view.views.watch(stop),
    recordTyped: (payload) => desk.recordTyped(payload),
    undo: (eventId) => desk.undo(eventId),
  };
}

/** Keeps the screens' clocks true, and tries a failing store again without waiting for a scan. */
function beat(log: EventLog, view: StationViewSource): Closable {
  const timer = setInterval(() => {
    log.probe();
    view.beat();
  }, BEAT_MS);
  return { close: () => clearInterval(timer) };
}

function recordClockStep(log: EventLog, stepMs: number, logger: Logger): void {
  logger.warn({ stepMs }, "the wall clock stepped");
  log
    .append(
      { type: "clock.stepped", body: { stepMs } },
      { source: "device", actors: [], shiftId: null },
    )
    .catch((error: unknown) => logger.error({ err: error }, "clock step not recorded"));
}
