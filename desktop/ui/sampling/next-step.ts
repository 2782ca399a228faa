import type { OpenTubeView, SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import type { TFunction } from "i18next";
import { clockTime } from "../time/wall-time.ts";

/** The steps of a tube, in their order. */
export const STEPS = ["tube", "person", "seal"] as const;
/** See `STEPS`. */
export type Step = (typeof STEPS)[number];

/** A place that was just given back. */
export interface Undone {
  readonly tubeId: string;
  readonly position: number;
}

/** The step that is next at the table. */
export function stepOf({ tube }: SamplingView): Step {
  if (!tube) return "tube";
  return isFull(tube) ? "seal" : "person";
}

/** True when the tube takes no more persons. */
export function isFull({ members, capacity }: OpenTubeView): boolean {
  return members.length >= capacity;
}

/** What to do now, one imperative sentence. @param isTyped no scanner reads */
export function callOf(post: SamplingView, isTyped: boolean, t: TFunction): string {
  const { tube } = post;
  if (!tube) return t(isTyped ? "sampling.next.typeTube" : "sampling.next.scanTube");
  if (isFull(tube)) return t("sampling.next.full");
  if (tube.capacity === 1) return t(isTyped ? "sampling.next.typeOnly" : "sampling.next.scanOnly");
  const position = tube.members.length + 1;
  return t(isTyped ? "sampling.next.typePerson" : "sampling.next.scanPerson", { position });
}

/** What was just done. Of earlier shifts nothing is just done. */
export function doneOf(post: SamplingView, undone: Undone | null, t: TFunction): string {
  const { tube, lastTubes, counts } = post;
  if (tube) return doneInTube(tube, undone, t);
  const [last] = lastTubes;
  if (!last || last.closedAtMs < counts.sinceMs) return t("sampling.done.none");
  const time = clockTime(last.closedAtMs);
  return t(`sampling.done.${last.state}`, { code: last.tubeCode, time });
}

function doneInTube(tube: OpenTubeView, undone: Undone | null, t: TFunction): string {
  const { members, tubeId } = tube;
  if (undone?.tubeId === tubeId && undone.position === members.length + 1) {
    return t("sampling.done.undone", { position: undone.position });
  }
  const last = members.at(-1);
  if (!last) {
    return t("sampling.done.opened", { code: tube.tubeCode, time: clockTime(tube.openedAtMs) });
  }
  const { position, maskedTail } = last;
  return t("sampling.done.added", { position, tail: maskedTail, time: clockTime(last.atMs) });
}
