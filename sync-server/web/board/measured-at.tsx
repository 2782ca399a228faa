import type { BoardPart } from "./board-part.ts";

/** When a value was measured; on a small screen, how long ago, since that is shorter. */
export function MeasuredAt({ atMs, part }: { readonly atMs: number; readonly part: BoardPart }) {
  const { clock, age } = part.texts;
  return (
    <time>
      <span className="time-clock">{clock.moment(atMs, part.nowMs)}</span>
      <span className="time-age">{age(part.nowMs - atMs)}</span>
    </time>
  );
}
