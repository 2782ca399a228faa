import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Clock } from "../clock.ts";
import type { ClockOffset } from "../event-log/event-builder.ts";
import type { EventLog } from "../event-log/event-log.ts";
import type { Outbox } from "../event-log/outbox.ts";
import type { StationViewSource } from "../view/station-view-source.ts";
import { type StationCondition, StationSync, type StationSyncOptions } from "./station-sync.ts";
import { SyncSession } from "./sync-session.ts";
import { UnsentWatch } from "./unsent-watch.ts";

/** What the sync is wired to. */
export interface StartSyncOptions
  extends Pick<StationSyncOptions, "enrolment" | "keyPem" | "logger" | "random"> {
  readonly role: StationView["role"];
  readonly softwareVersion: string;
  readonly log: EventLog;
  readonly outbox: Outbox;
  readonly view: StationViewSource;
  readonly clock: Clock;
  onClockEstimate(estimate: ClockOffset): void;
}

/** Sends what the log holds, and keeps the screen and the centre told about it. */
export function startSync(options: StartSyncOptions): StationSync {
  const { clock, log, logger: parent, outbox, view } = options;
  const logger = parent.child({ module: "sync" });
  const unsent = new UnsentWatch(outbox, logger, (now) => {
    view.setUnsent(now);
    sync.conditionChanged();
  });
  const session = new SyncSession({
    outbox,
    clock,
    logger,
    softwareVersion: options.softwareVersion,
    onMarkMoved: () => unsent.refresh(),
    onClockEstimate: options.onClockEstimate,
  });
  const sync = new StationSync({
    ...options,
    logger,
    session,
    condition: () => conditionOf(options),
    onLink: (link) => view.setLink(link),
  });
  log.appended.subscribe((events) => {
    const last = events.at(-1);
    if (!last) return;
    const { epoch, seq } = last.header;
    session.appended({ epoch, epochOrder: log.epochOrder, seq });
    unsent.refresh();
  });
  return sync;
}

function conditionOf({ role, softwareVersion, view }: StartSyncOptions): StationCondition {
  const { devices, store, unsent } = view.views.value();
  return {
    role,
    softwareVersion,
    unsent: unsent.count,
    oldestUnsentAtMs: unsent.oldestAtMs,
    devices: devices.map(({ deviceId, kind, state, sinceMs }) => ({
      deviceId,
      kind,
      state,
      sinceMs,
    })),
    storeOk: store.state === "ok",
  };
}
