import type { CheckpointView, ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { quietCheckpoint } from "@gatehouse/protocols/rpc/quiet-view";
import type {
  DeviceView,
  DutyView,
  LinkView,
  StationView,
} from "@gatehouse/protocols/rpc/station-view";

/** The moment at which every scripted view stands: 2026-11-22 09:41:07 local time. */
export const NOW_MS = new Date(2026, 10, 22, 9, 41, 7).getTime();

/** A scan of the scripted day. */
export function scanOf(number: number, changes: Partial<ScanView> = {}): ScanView {
  return {
    eventId: `0192f000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    number,
    atMs: NOW_MS,
    maskedTail: String((number * 7_919) % 10_000).padStart(4, "0"),
    symbology: "QR Code",
    source: "device",
    voided: false,
    ...changes,
  };
}

/** A scanner that reads. */
export const SCANNER: DeviceView = {
  deviceId: "scanner-1",
  kind: "scanner",
  name: null,
  state: "ready",
  sinceMs: NOW_MS - 3_600_000,
  code: null,
};

/** A link that works. */
export const ONLINE: LinkView = { state: "online", sinceMs: NOW_MS - 3_600_000, code: null };

/** A guard in the middle of his shift. */
export const ON_DUTY: DutyView = {
  state: "on",
  operators: [{ operatorId: "1001", name: "李卫", role: "guard", sinceMs: NOW_MS - 3 * 3_600_000 }],
  shift: { shiftId: "shift-1", startedAtMs: NOW_MS - 3 * 3_600_000 },
  presented: null,
  list: {
    version: 12,
    issuedAtMs: NOW_MS - 26 * 3_600_000,
    expiresAtMs: NOW_MS + 29 * 86_400_000,
    eligible: 6,
  },
};

/** What every station shows, whatever its post. */
export function stationOf(
  post: StationView["post"],
  changes: Partial<StationView> = {},
): StationView {
  return {
    place: { stationId: "st-east-2", siteName: "东门", laneName: "2 道" },
    softwareVersion: "0.1.0",
    nowMs: NOW_MS,
    mode: "live",
    link: ONLINE,
    unsent: { count: 0, oldestAtMs: null },
    store: { state: "ok", code: null, sinceMs: NOW_MS - 3_600_000 },
    devices: [SCANNER],
    duty: ON_DUTY,
    post,
    notice: null,
    ...changes,
  };
}

/** A checkpoint in the middle of its day. */
export function checkpointOf(changes: Partial<CheckpointView> = {}): CheckpointView {
  const recent = Array.from({ length: 10 }, (_, age) =>
    scanOf(1_284 - age, {
      atMs: NOW_MS - 15_000 - age * 21_000,
      voided: age === 3,
      source: age === 5 ? "manual" : "device",
    }),
  );
  const today = { scans: 1_284, asOfMs: NOW_MS };
  return quietCheckpoint(NOW_MS, { recent, today, ...changes });
}

/** A quiet checkpoint in the middle of its day, with changes of the station. */
export function viewOf(changes: Partial<StationView> = {}): StationView {
  return stationOf(checkpointOf(), changes);
}

/** The view right after one more scan on top of `before`. */
export function withScan(before: StationView, scan: ScanView): StationView {
  const post = checkpointIn(before);
  const recent = [scan, ...post.recent].slice(0, 10);
  const today = { scans: post.today.scans + 1, asOfMs: scan.atMs };
  const next: CheckpointView = { ...post, latest: scan, recent, today };
  return { ...before, nowMs: scan.atMs, post: next, notice: null };
}

/** The view after `scan`, the newest, was undone. */
export function withVoid(before: StationView, scan: ScanView): StationView {
  const post = checkpointIn(before);
  const recent = post.recent.map((row) =>
    row.eventId === scan.eventId ? { ...row, voided: true } : row,
  );
  return { ...before, post: { ...post, latest: null, recent } };
}

function checkpointIn({ post }: StationView): CheckpointView {
  if (post.role === "checkpoint") return post;
  throw new TypeError(`a view of a ${post.role} has no scans`);
}

/** A view with a lost scanner. @param code from the error table */
export function scannerLost(code: string, lostForMs = 3_000): StationView {
  const device: DeviceView = { ...SCANNER, state: "lost", sinceMs: NOW_MS - lostForMs, code };
  return viewOf({ devices: [device] });
}

/** A view without a link to the centre. */
export function linkDown(state: LinkView["state"], code: string | null): StationView {
  return viewOf({
    link: { state, sinceMs: NOW_MS - 14 * 60_000, code },
    unsent: { count: 37, oldestAtMs: NOW_MS - 14 * 60_000 },
  });
}
