import type { ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";

/** How long a recorded scan stays on the stage without a next one. */
export const RECORDED_MS = 2_000;
/** How long a void stays: as long as a scan. */
export const VOIDED_MS = 2_000;
/** How long a notice stays: it has two lines to read. */
export const NOTICE_MS = 4_000;

/** What stands on the stage. Times are the screen's monotonic ms. */
export type Stage =
  | { readonly kind: "idle" }
  | {
      readonly kind: "recorded";
      readonly scan: ScanView;
      readonly startedAtMs: number;
      readonly endsAtMs: number;
      /** True when it pushed another scan off the stage: then the stage dips. */
      readonly followsAnother: boolean;
    }
  | { readonly kind: "voided"; readonly scan: ScanView; readonly endsAtMs: number }
  | {
      readonly kind: "notice";
      readonly code: string;
      readonly endsAtMs: number;
      readonly startedAtMs: number;
    };

/** The stage and what was already shown, so that each thing is shown once. */
export interface StageMemory {
  readonly stage: Stage;
  readonly latestId: string | null;
  readonly standingIds: ReadonlySet<string>;
  readonly noticeKey: string | null;
}

const IDLE: Stage = { kind: "idle" };

/**
 * The stage after a view. Newest first: a notice clears an earlier scan, since what was read last was not recorded.
 * @param before null for the first view of a connection: then only what is still fresh is shown
 * @param atMs the screen's monotonic clock
 */
export function advanceStage(
  before: StageMemory | null,
  view: StationView,
  atMs: number,
): StageMemory {
  const memory = {
    latestId: latestOf(view)?.eventId ?? null,
    standingIds: new Set(
      recentOf(view)
        .filter((scan) => !scan.voided)
        .map((scan) => scan.eventId),
    ),
    noticeKey: view.notice && `${view.notice.code} ${view.notice.atMs}`,
  };
  const current = stillStanding(before?.stage ?? IDLE, view);
  return { ...memory, stage: newest(before, view, atMs) ?? current };
}

/** The stage when its time is over. */
export function expireStage(memory: StageMemory, atMs: number): StageMemory {
  const { stage } = memory;
  return stage.kind !== "idle" && stage.endsAtMs <= atMs ? { ...memory, stage: IDLE } : memory;
}

/** A notice that the screen itself raises, for a refused act. */
export function noticeStage(code: string, atMs: number): Stage {
  return { kind: "notice", code, startedAtMs: atMs, endsAtMs: atMs + NOTICE_MS };
}

function newest(before: StageMemory | null, view: StationView, atMs: number): Stage | null {
  const voided = recentOf(view).find(
    (scan) => scan.voided && before?.standingIds.has(scan.eventId),
  );
  if (voided) return { kind: "voided", scan: voided, endsAtMs: atMs + VOIDED_MS };
  const scan = newScan(before, view);
  const notice = newNotice(before, view);
  if (notice && (!scan || notice.atMs >= scan.atMs)) return noticeStage(notice.code, atMs);
  if (!scan) return null;
  const ageMs = before ? 0 : Math.max(0, view.nowMs - scan.atMs);
  return {
    kind: "recorded",
    scan,
    startedAtMs: atMs - ageMs,
    endsAtMs: atMs - ageMs + RECORDED_MS,
    followsAnother: before?.stage.kind === "recorded",
  };
}

function newScan(before: StageMemory | null, view: StationView): ScanView | null {
  const latest = latestOf(view);
  if (!latest || latest.voided || latest.eventId === before?.latestId) return null;
  return before || view.nowMs - latest.atMs < RECORDED_MS ? latest : null;
}

function newNotice(before: StageMemory | null, view: StationView): StationView["notice"] {
  const { notice } = view;
  if (!notice || `${notice.code} ${notice.atMs}` === before?.noticeKey) return null;
  return before || view.nowMs - notice.atMs < NOTICE_MS ? notice : null;
}

function stillStanding(stage: Stage, view: StationView): Stage {
  if (stage.kind !== "recorded") return stage;
  return latestOf(view)?.eventId === stage.scan.eventId ? stage : IDLE;
}

/** Only a checkpoint has scans that stand on a stage; other posts show notices alone. */
function latestOf({ post }: StationView): ScanView | null {
  return post.role === "checkpoint" ? post.latest : null;
}

function recentOf({ post }: StationView): readonly ScanView[] {
  return post.role === "checkpoint" ? post.recent : [];
}
