import { quietCheckpoint, quietView } from "@gatehouse/protocols/rpc/quiet-view";
import type { DeviceView, StationView } from "@gatehouse/protocols/rpc/station-view";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StationViewSource } from "./station-view-source.ts";

const START_MS = 1_700_000_000_000;
const FIXED = {
  place: { stationId: "st-gate-1", siteName: "东门卡口", laneName: "2" },
  softwareVersion: "0.1.0",
} as const;
const { duty } = quietView(START_MS);
const FIRST = {
  mode: "live",
  duty,
  post: quietCheckpoint(START_MS),
  unsent: { count: 3, oldestAtMs: START_MS },
} as const;
const SCANNER: DeviceView = {
  deviceId: "scanner-1",
  kind: "scanner",
  name: null,
  state: "ready",
  sinceMs: START_MS,
  code: null,
};

let source: StationViewSource;

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
  const clock = { nowMs: () => Date.now(), monotonicMs: () => Date.now() - START_MS };
  source = new StationViewSource(FIXED, FIRST, clock);
});
afterEach(() => vi.useRealTimers());

function view(): StationView {
  return source.views.value();
}

describe("the station's view", () => {
  it("begins as connecting, with what the log held", () => {
    expect(view()).toEqual({
      ...FIXED,
      ...FIRST,
      nowMs: START_MS,
      link: { state: "connecting", sinceMs: START_MS, code: null },
      store: { state: "ok", code: null, sinceMs: START_MS },
      devices: [],
      notice: null,
    });
  });

  it("changes one fact at a time, keeps the others, and says when", () => {
    const link = { state: "online", sinceMs: START_MS + 5, code: null } as const;
    const store = { state: "failing", code: "store.full", sinceMs: START_MS + 6 } as const;
    vi.setSystemTime(START_MS + 7);
    source.setLink(link);
    source.setStore(store);
    source.setUnsent({ count: 0, oldestAtMs: null });
    expect(view()).toMatchObject({
      ...FIXED,
      link,
      store,
      unsent: { count: 0 },
      nowMs: START_MS + 7,
    });
  });

  it("holds one entry for each device, the newest state of it", () => {
    source.setDevice(SCANNER);
    source.setDevice({ ...SCANNER, deviceId: "scanner-2" });
    source.setDevice({ ...SCANNER, state: "lost", code: "device.absent" });
    expect(view().devices.map(({ deviceId, state }) => [deviceId, state])).toEqual([
      ["scanner-1", "lost"],
      ["scanner-2", "ready"],
    ]);
  });

  it("shows a notice for ten seconds", () => {
    source.notice("scan.unreadable");
    vi.advanceTimersByTime(9_999);
    expect(view().notice).toEqual({ code: "scan.unreadable", atMs: START_MS });
    vi.advanceTimersByTime(1);
    expect(view().notice).toBeNull();
  });

  it("gives a second notice its own ten seconds", () => {
    source.notice("scan.unreadable");
    vi.advanceTimersByTime(6_000);
    source.notice("scan.too-long");
    vi.advanceTimersByTime(9_999);
    expect(view().notice?.code).toBe("scan.too-long");
    vi.advanceTimersByTime(1);
    expect(view().notice).toBeNull();
  });

  it("beats with a new clock and nothing else, so that a screen sees that the host lives", async () => {
    const before = view();
    const reader = source.views.watch()[Symbol.asyncIterator]();
    await reader.next();
    vi.setSystemTime(START_MS + 2_000);
    source.beat();
    expect((await reader.next()).value).toEqual({ ...before, nowMs: START_MS + 2_000 });
  });
});
