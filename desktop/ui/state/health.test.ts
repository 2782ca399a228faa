import type { DeviceView, LinkView, StationView } from "@gatehouse/protocols/rpc/station-view";
import { describe, expect, it } from "vitest";
import { bannerOf, deviceHealth, scanReadiness } from "./health.ts";
import { undoOffer } from "./undo.ts";

function device(state: DeviceView["state"], sinceMs = 0): DeviceView {
  return { deviceId: `scanner-${sinceMs}`, kind: "scanner", state, sinceMs, code: null };
}

function viewWith(changes: Pick<Partial<StationView>, "devices" | "link" | "recent">): StationView {
  return {
    devices: [device("ready")],
    link: link("online"),
    recent: [],
    ...changes,
  } as StationView;
}

function link(state: LinkView["state"], code: string | null = null): LinkView {
  return { state, sinceMs: 0, code };
}

describe("devices", () => {
  it("are well only when each is ready", () => {
    expect(deviceHealth([device("ready"), device("ready", 1)])).toEqual({ kind: "well", total: 2 });
    expect(deviceHealth([device("ready"), device("connecting")])).toEqual({
      kind: "connecting",
      ready: 1,
      total: 2,
    });
  });

  it("show the fault that lasts longest", () => {
    const health = deviceHealth([device("lost", 9), device("ready"), device("lost", 3)]);
    expect(health).toMatchObject({ kind: "fault", device: { sinceMs: 3 } });
  });

  it("leave typing as the only way when no scanner reads", () => {
    expect(scanReadiness([])).toBe("typing-only");
    expect(scanReadiness([device("lost")])).toBe("typing-only");
    expect(scanReadiness([device("lost"), device("connecting")])).toBe("wait");
    expect(scanReadiness([device("lost"), device("ready")])).toBe("ready");
  });
});

describe("banner", () => {
  it("names the device before the link", () => {
    const view = viewWith({ devices: [device("lost")], link: link("offline") });
    expect(bannerOf(view)?.kind).toBe("device");
  });

  it("is calm about a plain outage and specific about anything else", () => {
    expect(bannerOf(viewWith({ link: link("offline", "link.unreachable") }))?.kind).toBe("offline");
    expect(bannerOf(viewWith({ link: link("offline", "link.identity-elsewhere") }))?.kind).toBe(
      "link-problem",
    );
    expect(bannerOf(viewWith({ link: link("connecting") }))).toBeNull();
  });
});

describe("undo", () => {
  const scan = {
    eventId: "event-1",
    number: 1,
    atMs: 0,
    maskedTail: "1234",
    symbology: null,
    source: "device",
    voided: false,
  } as const;

  it("offers the newest scan for five minutes", () => {
    const view = viewWith({ recent: [scan] });
    expect(undoOffer(view, 300_000)).toEqual({ can: true, eventId: "event-1" });
    expect(undoOffer(view, 300_001)).toEqual({ can: false, code: "scan.undo-expired" });
  });

  it("offers nothing when there is none or it is undone", () => {
    expect(undoOffer(viewWith({}), 0)).toEqual({ can: false, code: "scan.not-found" });
    const view = viewWith({
      recent: [
        { ...scan, voided: true },
        { ...scan, eventId: "event-0" },
      ],
    });
    expect(undoOffer(view, 0)).toEqual({ can: false, code: "scan.not-found" });
  });
});
