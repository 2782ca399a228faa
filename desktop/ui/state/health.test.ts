import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import type { DeviceView, LinkView, StationView } from "@gatehouse/protocols/rpc/station-view";
import { describe, expect, it } from "vitest";
import { bannerOf, deviceHealth, scanReadiness } from "./health.ts";

function device(state: DeviceView["state"], sinceMs = 0): DeviceView {
  return {
    deviceId: `scanner-${sinceMs}`,
    kind: "scanner",
    name: null,
    state,
    sinceMs,
    code: null,
  };
}

function viewWith(changes: Pick<Partial<StationView>, "devices" | "link">): StationView {
  return quietView(0, { devices: [device("ready")], ...changes });
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
    expect(scanReadiness([{ ...device("ready"), kind: "probe" }])).toBe("typing-only");
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
