import type { EpochId } from "@gatehouse/protocols/ids";
import type { Observable } from "rxjs";
import type { Clock } from "../clock.ts";
import type { ClockOffset } from "../event-log/event-builder.ts";
import type { EventLog } from "../event-log/event-log.ts";
import type { Outbox } from "../event-log/outbox.ts";
import type { StationViewSource } from "../view/station-view-source.ts";
import { type BundleVersion, conditionOf } from "./station-condition.ts";
import { StationSync, type StationSyncOptions } from "./station-sync.ts";
import type { SyncOutbox } from "./sync-outbox.ts";
import { SyncSession } from "./sync-session.ts";
import { UnsentWatch } from "./unsent-watch.ts";

/** Where a station's telemetry lies, and its newest row after each commit. */
export interface TelemetrySource {
  readonly outbox: SyncOutbox;
  readonly appended: Observable<{
    readonly epoch: EpochId;
    readonly epochOrder: number;
    readonly seq: number;
  }>;
}

/** The bundles that a station works by. */
export interface BundleShelf {
  versions(): readonly BundleVersion[];
  /** Checks what the centre sent and works by it from then on, or records why not. */
  take(input: unknown): Promise<void>;
}

/** What the sync is wired to. */
export interface StartSyncOptions
  extends Pick<StationSyncOptions, "enrolment" | "keyPem" | "logger" | "random"> {
  readonly softwareVersion: string;
  /** The live one: a training's is never given to the sync, so nothing of it is sent (GW-39). */
  readonly log: EventLog;
  /** Of `log`. */
  readonly outbox: Outbox;
  /** Null on a station that measures nothing. */
  readonly telemetry: TelemetrySource | null;
  readonly bundles: BundleShelf;
  readonly view: StationViewSource;
  readonly clock: Clock;
  onClockEstimate(estimate: ClockOffset): void;
}

/**
 * Sends what the log and the telemetry hold, and keeps the screen and the centre told about it.
 * Of what the view shows, the caller says by `conditionChanged` what the centre is to hear soon.
 */
export function startSync(options: StartSyncOptions): StationSync {
  const { bundles, outbox, telemetry, view } = options;
  const logger = options.logger.child({ module: "sync" });
  const unsent = new UnsentWatch(outbox, logger, (now) => {
    view.setUnsent(now);
    sync.conditionChanged();
  });
  const session = new SyncSession({
    outboxes: { ev: outbox, tm: telemetry?.outbox ?? null },
    clock: options.clock,
    logger,
    softwareVersion: options.softwareVersion,
    bundleVersions: () => bundles.versions(),
    onBundle: (bundle) => {
      bundles
        .take(bundle)
        .then(() => sync.conditionChanged())
        .catch((error: unknown) => logger.error({ err: error }, "could not take a bundle"));
    },
    onMarkMoved: () => unsent.refresh(),
    onClockEstimate: options.onClockEstimate,
  });
  const sync = new StationSync({
    ...options,
    logger,
    session,
    condition: () => conditionOf(view.views.value(), bundles.versions()),
    onLink: (link) => view.setLink(link),
  });
  follow(options, session, unsent);
  return sync;
}

/** Tells the session of each commit. */
function follow(
  { log, telemetry }: StartSyncOptions,
  session: SyncSession,
  unsent: UnsentWatch,
): void {
  log.appended.subscribe((events) => {
    const last = events.at(-1);
    if (!last) return;
    const { epoch, seq } = last.header;
    session.appended({ stream: "ev", epoch, epochOrder: log.epochOrder, seq });
    unsent.refresh();
  });
  telemetry?.appended.subscribe((row) => session.appended({ stream: "tm", ...row }));
}
