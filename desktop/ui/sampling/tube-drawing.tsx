import styles from "./tube-drawing.module.css";

/** Top and bottom of what a tube can hold, in the units of the drawing. */
const [FULL_Y, BOTTOM_Y] = [96, 392] as const;
const INSIDE = "M13 60v292a37 37 0 0 0 74 0V60z";

/** What the drawing shows. */
export interface TubeDrawingProps {
  /** Persons in the tube; null draws the outline of one that is not there yet. */
  readonly members: number | null;
  readonly capacity: number;
}

/** A tube with its cap, a tick for every place and its level as high as places are taken. */
export function TubeDrawing({ members, capacity }: TubeDrawingProps) {
  const yOf = (place: number) => BOTTOM_Y - ((BOTTOM_Y - FULL_Y) * place) / capacity;
  const ticks = Array.from({ length: capacity }, (_, at) => at + 1);
  const level = yOf(members ?? 0);
  return (
    <svg viewBox="0 0 100 400" className={styles.tube} data-is-there={members !== null} aria-hidden>
      <clipPath id="tube-inside">
        <path d={INSIDE} />
      </clipPath>
      <rect
        className={styles.level}
        clipPath="url(#tube-inside)"
        x="0"
        y={level}
        width="100"
        height={400 - level}
      />
      <path d={INSIDE} className={styles.glass} />
      {members !== null &&
        ticks.map((place) => (
          <path
            key={place}
            className={styles.tick}
            d={`M87 ${yOf(place)}h${place % 5 === 0 ? -34 : -20}`}
          />
        ))}
      <rect className={styles.cap} x="4" y="4" width="92" height="50" rx="8" />
    </svg>
  );
}
