import type { ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { quietCheckpoint, quietView } from "@gatehouse/protocols/rpc/quiet-view";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { describe, expect, it } from "vitest";
import { reduceScreen, type ScreenState } from "../state/screen-state.ts";
import { earconFor } from "./sound-choice.ts";

const VIEW = quietView(0, {
  devices: [
    { deviceId: "scanner-1", kind: "scanner", name: null, state: "ready", sinceMs: 0, code: null },
  ],
});

const SCAN = {
  eventId: "event-1",
  number: 1,
  atMs: 0,
  maskedTail: "1234",
  symbology: null,
  source: "device",
  voided: false,
} as const;

const show = (before: ScreenState, changes: Partial<StationView>, atMs = 0) =>
  reduceScreen(before, { type: "view", view: { ...VIEW, ...changes }, atMs });

const scanned = (latest: ScanView, ...others: ScanView[]) => ({
  post: quietCheckpoint(0, { latest, recent: [latest, ...others] }),
});

const live = show({ phase: "connecting", sinceMs: 0, atMs: 0 }, {});
const lostDevice = {
  devices: VIEW.devices.map((device) => ({ ...device, state: "lost" as const })),
};

describe("sound", () => {
  it("is a click for each scan", () => {
    const first = show(live, scanned(SCAN));
    expect(earconFor(live, first)).toBe("click");
    expect(earconFor(first, show(first, scanned(SCAN)))).toBeNull();
    const next = { ...SCAN, eventId: "event-2", number: 2 };
    expect(earconFor(first, show(first, scanned(next, SCAN)))).toBe("click");
  });

  it("is two low knocks for what was not recorded", () => {
    expect(earconFor(live, show(live, { notice: { code: "scan.too-long", atMs: 0 } }))).toBe(
      "knocks",
    );
  });

  it("descends once when a device is lost, and not again while it stays lost", () => {
    const lost = show(live, lostDevice);
    expect(earconFor(live, lost)).toBe("descending");
    expect(earconFor(lost, show(lost, { ...lostDevice, nowMs: 1_000 }))).toBeNull();
  });

  it("descends when the host is lost and is silent when it comes back", () => {
    const gone = reduceScreen(live, { type: "lost", atMs: 1 });
    expect(earconFor(live, gone)).toBe("descending");
    expect(earconFor(gone, show(gone, {}))).toBeNull();
  });

  it("is silent for going offline and back online", () => {
    const offline = show(live, { link: { state: "offline", sinceMs: 0, code: null } });
    expect(earconFor(live, offline)).toBeNull();
    expect(earconFor(offline, live)).toBeNull();
  });
});
