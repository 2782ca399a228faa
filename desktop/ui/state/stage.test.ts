import type { CheckpointView, ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { quietCheckpoint, quietView } from "@gatehouse/protocols/rpc/quiet-view";
import type { NoticeView, StationView } from "@gatehouse/protocols/rpc/station-view";
import { describe, expect, it } from "vitest";
import { advanceStage, expireStage, NOTICE_MS, RECORDED_MS, VOIDED_MS } from "./stage.ts";

const NOW = 1_700_000_000_000;

function scan(number: number, changes: Partial<ScanView> = {}): ScanView {
  return {
    eventId: `event-${number}`,
    number,
    atMs: NOW,
    maskedTail: "1234",
    symbology: null,
    source: "device",
    voided: false,
    ...changes,
  };
}

function view(changes: Partial<CheckpointView> & { notice?: NoticeView } = {}): StationView {
  const { notice = null, ...post } = changes;
  return quietView(NOW, { notice, post: quietCheckpoint(NOW, post) });
}

const withScan = (row: ScanView) => view({ latest: row, recent: [row] });

describe("stage", () => {
  it("shows a new scan for two seconds and then is idle", () => {
    const memory = advanceStage(advanceStage(null, view(), 0), withScan(scan(1)), 100);
    expect(memory.stage).toMatchObject({ kind: "recorded", followsAnother: false });
    expect(expireStage(memory, 100 + RECORDED_MS - 1).stage.kind).toBe("recorded");
    expect(expireStage(memory, 100 + RECORDED_MS).stage.kind).toBe("idle");
  });

  it("shows the same scan once, however often the host repeats it", () => {
    const shown = advanceStage(advanceStage(null, view(), 0), withScan(scan(1)), 0);
    const idle = expireStage(shown, RECORDED_MS);
    expect(advanceStage(idle, withScan(scan(1)), RECORDED_MS + 1).stage.kind).toBe("idle");
  });

  it("keeps a scan's two seconds when another view comes in", () => {
    const shown = advanceStage(advanceStage(null, view(), 0), withScan(scan(1)), 0);
    const again = advanceStage(
      shown,
      { ...withScan(scan(1)), unsent: { count: 0, oldestAtMs: null } },
      900,
    );
    expect(again.stage).toEqual(shown.stage);
  });

  it("tells a scan that pushes another off the stage", () => {
    const first = advanceStage(advanceStage(null, view(), 0), withScan(scan(1)), 0);
    const second = advanceStage(first, withScan(scan(2)), 500);
    expect(second.stage).toMatchObject({ kind: "recorded", followsAnother: true, endsAtMs: 2_500 });
  });

  it("shows a new scan in full when the host's clock jumped between the scan and the view", () => {
    const before = advanceStage(null, view(), 0);
    const jumped = { ...withScan(scan(1)), nowMs: NOW + 3_600_000 };
    expect(advanceStage(before, jumped, 0).stage).toMatchObject({
      kind: "recorded",
      endsAtMs: RECORDED_MS,
    });
  });

  it("shows nothing old after the host comes back", () => {
    const old = { ...withScan(scan(1)), nowMs: NOW + RECORDED_MS };
    expect(advanceStage(null, old, 0).stage.kind).toBe("idle");
  });

  it("shows the rest of a fresh scan after the host comes back", () => {
    const fresh = { ...withScan(scan(1)), nowMs: NOW + 500 };
    expect(advanceStage(null, fresh, 1_000).stage).toMatchObject({
      kind: "recorded",
      startedAtMs: 500,
      endsAtMs: 2_500,
    });
  });

  it("shows an undone scan as undone, once", () => {
    const before = advanceStage(advanceStage(null, view(), 0), withScan(scan(1)), 0);
    const after = view({ recent: [scan(1, { voided: true })] });
    const voided = advanceStage(before, after, 100);
    expect(voided.stage).toMatchObject({ kind: "voided", endsAtMs: 100 + VOIDED_MS });
    const idle = expireStage(voided, 100 + VOIDED_MS);
    expect(advanceStage(idle, after, 5_000).stage.kind).toBe("idle");
  });

  it("lets a notice take an earlier scan off the stage", () => {
    const before = advanceStage(advanceStage(null, view(), 0), withScan(scan(1)), 0);
    const notice = { code: "scan.too-long", atMs: NOW + 300 };
    const after = advanceStage(before, { ...withScan(scan(1)), notice }, 300);
    expect(after.stage).toMatchObject({
      kind: "notice",
      code: "scan.too-long",
      endsAtMs: 300 + NOTICE_MS,
    });
  });

  it("lets a scan take an earlier notice off the stage", () => {
    const notice = { code: "scan.too-long", atMs: NOW - 100 };
    const before = advanceStage(advanceStage(null, view(), 0), view({ notice }), 0);
    const after = advanceStage(before, { ...withScan(scan(1)), notice }, 100);
    expect(after.stage.kind).toBe("recorded");
  });
});
