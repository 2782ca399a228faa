import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import { Sign } from "../sign/signs.tsx";
import styles from "./position-blocks.module.css";

/** A block for every place of the tube: taken, next, free. */
export function PositionBlocks({ capacity, taken }: { capacity: PoolSize; taken: number }) {
  const positions = Array.from({ length: capacity }, (_, at) => at + 1);
  return (
    <ol className={styles.blocks} data-capacity={capacity}>
      {positions.map((position) => (
        <li key={position} data-place={placeOf(position, taken)}>
          {position === taken + 1 && <Sign name="arrow" />}
          <span>{position}</span>
        </li>
      ))}
    </ol>
  );
}

function placeOf(position: number, taken: number): "taken" | "next" | "free" {
  if (position <= taken) return "taken";
  return position === taken + 1 ? "next" : "free";
}
