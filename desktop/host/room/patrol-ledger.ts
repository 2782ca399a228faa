import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { PatrolPointView, PatrolView } from "@gatehouse/protocols/rpc/room-view";
import type { RoomConfig } from "../post-config.ts";
import { type PatrolRound, patrolRoundAt } from "./patrol-round.ts";

/** A person may take back the newest check for so long. */
const LATEST_MS = 5 * 60_000;
/** A clock that is put right by less than this does not bring the round before back. */
const SMALL_STEP_MS = 5 * 60_000;
/** Rounds that a clock may come back to: more than a mistake and its mending pass through. */
const MAX_LEFT = 8;

/** What the patrol's state is made of; `StoredEvent` fits. */
export interface PatrolEvent {
  readonly header: Pick<StoredEvent["header"], "eventId" | "type" | "wallTimeMs">;
  readonly body: StoredEvent["body"];
}

/** A check that stands. */
interface Check {
  readonly eventId: string;
  readonly pointCode: string;
  readonly atMs: number;
}

/** A point's newest check in this round, what was abnormal there, and the check before it. */
interface PointChecks {
  readonly check: Check;
  readonly note: string | null;
  readonly before: Omit<PointChecks, "before"> | null;
}

/** The current round in memory: a projection of the log, advanced by each committed event. */
export class PatrolLedger {
  readonly #patrol: RoomConfig["patrol"];
  /** Checks of rounds by their start, the one left last at the end: a clock that is set comes back to them. */
  readonly #left = new Map<number, Map<string, PointChecks>>();
  #points = new Map<string, PointChecks>();
  #round: PatrolRound;
  #latest: Check | null = null;

  constructor(patrol: RoomConfig["patrol"], nowMs: number) {
    this.#patrol = patrol;
    this.#round = patrolRoundAt(nowMs, patrol.everyMinutes);
  }

  /** The round as it was last looked at. */
  get round(): PatrolRound {
    return this.#round;
  }

  /** Takes a committed event; those of other types and of other rounds are nothing to it. */
  take({ header, body }: PatrolEvent): void {
    this.#turnRound(header.wallTimeMs);
    if (header.type === "patrol.checked") {
      const { pointCode } = body as EventBody<"patrol.checked">;
      this.#checked({ eventId: header.eventId, pointCode, atMs: header.wallTimeMs });
    }
    if (header.type === "patrol.reported") this.#reported(body as EventBody<"patrol.reported">);
    if (header.type === "patrol.voided") this.#voided(body as EventBody<"patrol.voided">);
  }

  /** The checks so far came from the log: nobody here can take them back. */
  forgetLatest(): void {
    this.#latest = null;
  }

  /** The newest check of this host start; null when it was voided or there is none. */
  latest(): Check | null {
    return this.#latest;
  }

  /** The newest check while it can be taken back; null afterwards. */
  undoable(nowMs: number): Check | null {
    return this.#latest && nowMs - this.#latest.atMs <= LATEST_MS ? this.#latest : null;
  }

  view(nowMs: number): PatrolView {
    this.#turnRound(nowMs);
    const latest = this.undoable(nowMs);
    return {
      roundStartedAtMs: this.#round.startMs,
      roundEndsAtMs: this.#round.endMs,
      points: this.#patrol.points.map(({ code, name }) => this.#pointView(code, name)),
      latest: latest && { checkEventId: latest.eventId, pointCode: latest.pointCode },
    };
  }

  #pointView(pointCode: string, pointName: string): PatrolPointView {
    const checks = this.#points.get(pointCode);
    const checkedAtMs = checks?.check.atMs ?? null;
    return { pointCode, pointName, checkedAtMs, note: checks?.note ?? null };
  }

  /** A check renews the time; what was abnormal in this round stays to be seen. */
  #checked(check: Check): void {
    const known = this.#points.get(check.pointCode);
    const before = known ? { check: known.check, note: known.note } : null;
    this.#points.set(check.pointCode, { check, note: before?.note ?? null, before });
    this.#latest = check;
  }

  #reported({ checkEventId, pointCode, note }: EventBody<"patrol.reported">): void {
    const checks = this.#points.get(pointCode);
    if (checks?.check.eventId === checkEventId) this.#points.set(pointCode, { ...checks, note });
  }

  #voided({ voidedEventId, pointCode }: EventBody<"patrol.voided">): void {
    if (this.#latest?.eventId === voidedEventId) this.#latest = null;
    const checks = this.#points.get(pointCode);
    if (checks?.check.eventId !== voidedEventId) return;
    if (checks.before) this.#points.set(pointCode, { ...checks.before, before: null });
    else this.#points.delete(pointCode);
  }

  #turnRound(timeMs: number): void {
    const { startMs, endMs } = this.#round;
    if (timeMs >= startMs - SMALL_STEP_MS && timeMs < endMs) return;
    this.#left.delete(startMs);
    this.#left.set(startMs, this.#points);
    const [oldest = startMs] = this.#left.keys();
    if (this.#left.size > MAX_LEFT) this.#left.delete(oldest);
    this.#round = patrolRoundAt(timeMs, this.#patrol.everyMinutes);
    this.#points = this.#left.get(this.#round.startMs) ?? new Map();
  }
}
