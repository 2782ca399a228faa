import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { DeviceView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import { systemClock as clock } from "./clock.ts";
import { watchClock } from "./clock-watch.ts";
import type { Closable } from "./close-in-turn.ts";
import { DataSpaces } from "./data-spaces.ts";
import { nodeRandomBytes } from "./digests.ts";
import { SOFTWARE_VERSION } from "./software-version.ts";
import { startDevices } from "./station-devices.ts";
import { openRecords, type RecordsOptions, type StationRecords } from "./station-records.ts";
import { roleOf, type StationRole } from "./station-role.ts";
import { openStationStore } from "./store/station-store.ts";
import { startSync } from "./sync/start-sync.ts";
import type { StationSync } from "./sync/station-sync.ts";
import { withoutBadges } from "./typed-badges.ts";
import { StationViewSource } from "./view/station-view-source.ts";

const BEAT_MS = 2_000;

/** Opens the station to its windows, in the way of the shell. */
export type ScreenOpener<Screen extends Closable> = (
  handlers: StationHandlers,
) => Screen | Promise<Screen>;

/** What the rooms are opened with. */
export interface RoomsOptions<Screen extends Closable> extends Omit<RecordsOptions, "role"> {
  readonly openScreen: ScreenOpener<Screen>;
}

/** The parts of a station that know each other here and nowhere else. */
interface Rooms {
  readonly role: StationRole;
  readonly records: StationRecords;
  readonly spaces: DataSpaces;
  readonly view: StationViewSource;
}

/** Opens the rooms in the order in which a scan walks through them, the devices last. */
export async function openRooms<Screen extends Closable>(
  options: RoomsOptions<Screen>,
): Promise<Screen> {
  const { config, held } = options;
  const role = roleOf(config);
  const records = await openRecords({ ...options, role });
  const spaces = await openSpaces(options, records, role);
  held.push(spaces);
  const rooms = { role, records, spaces, view: await openView(options, records, spaces) };
  const screen = await options.openScreen(handlersOf(rooms));
  held.push(screen);
  const sync = syncOf(options, rooms);
  held.push(sync);
  follow(rooms, sync);
  held.push(beat(rooms));
  held.push(watchClock(clock, (stepMs) => recordClockStep(records, stepMs, options.logger)));
  const onDevice = (device: DeviceView) => {
    rooms.view.setDevice(device);
    sync.conditionChanged();
  };
  held.push(...startDevices({ ...options, ...rooms, onDevice }));
  return screen;
}

function openSpaces(
  { config, logger }: Omit<RecordsOptions, "role">,
  { live, duty, changes, notices, openLog }: StationRecords,
  role: StationRole,
): Promise<DataSpaces> {
  const onChange = () => changes.next();
  return DataSpaces.open({
    live,
    folder: config.dataFolder,
    duty,
    logger,
    openStore: (folder) => openStationStore({ folder, clock, random: nodeRandomBytes, logger }),
    openLog,
    openPost: (space) =>
      role.openPost({
        space,
        duty,
        clock,
        logger,
        onChange,
        onNotice: (code) => notices.next(code),
      }),
    onSwitch: onChange,
  });
}

async function openView(
  { identity }: Omit<RecordsOptions, "role">,
  { duty, outbox }: StationRecords,
  spaces: DataSpaces,
): Promise<StationViewSource> {
  const { stationId, siteName, laneName } = identity;
  return new StationViewSource(
    { place: { stationId, siteName, laneName }, softwareVersion: SOFTWARE_VERSION },
    {
      unsent: await outbox.unsent(),
      duty: duty.view(),
      mode: spaces.mode,
      post: spaces.post.view(),
    },
    clock,
  );
}

function handlersOf({ records, spaces, view }: Rooms): StationHandlers {
  const { duty } = records;
  return {
    watch: (stop) => view.views.watch(stop),
    duty: {
      signIn: (credentials) => duty.signIn(credentials),
      leave: (operatorId) => duty.leave(operatorId),
      endShift: () => duty.endShift(),
      lock: () => duty.lock(),
      setTraining: (isOn) => spaces.setTraining(isOn),
    },
    post: () => withoutBadges(spaces.post.handlers, (code) => duty.present(code)),
  };
}

/** Only the live records are handed to the sync: a training's never leave the station. */
function syncOf(
  { config, identity, logger }: Omit<RecordsOptions, "role">,
  { records, view }: Rooms,
): StationSync {
  const { live, outbox, telemetry, bundles } = records;
  return startSync({
    enrolment: { ...identity, brokerUrl: config.brokerUrl ?? identity.brokerUrl },
    keyPem: identity.keyPem,
    softwareVersion: SOFTWARE_VERSION,
    log: live.log,
    outbox,
    telemetry,
    bundles,
    view,
    clock,
    logger,
    random: Math.random,
    onClockEstimate: records.setClockOffset,
  });
}

/** Screen and centre are told of what changes in the rooms. */
function follow({ records, spaces, view }: Rooms, sync: StationSync): void {
  const { bundles, changes, duty, live, notices } = records;
  changes.subscribe(() => {
    spaces.dutyChanged();
    view.setWork({ mode: spaces.mode, post: spaces.post.view(), duty: duty.view() });
    sync.conditionChanged();
  });
  notices.subscribe((code) => view.notice(code));
  bundles.changes.subscribe(() => sync.conditionChanged());
  live.log.healthChanges.subscribe((health) => {
    view.setStore(health);
    sync.conditionChanged();
  });
}

/** Keeps the screens' clocks and ages true, and tries a failing store again without waiting for a scan. */
function beat({ records, spaces, view }: Rooms): Closable {
  const timer = setInterval(() => {
    spaces.probe();
    view.setWork({ mode: spaces.mode, post: spaces.post.view(), duty: records.duty.view() });
  }, BEAT_MS);
  return { close: () => clearInterval(timer) };
}

function recordClockStep({ live, duty }: StationRecords, stepMs: number, logger: Logger): void {
  logger.warn({ stepMs }, "the wall clock stepped");
  live.log
    .append({ type: "clock.stepped", body: { stepMs } }, duty.context())
    .catch((error: unknown) => logger.error({ err: error }, "clock step not recorded"));
}
