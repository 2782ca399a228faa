import { useEffect, useRef } from "react";

/** Acts by `KeyboardEvent.key`, such as `F2`. */
export type HotKeys = Readonly<Record<string, () => void>>;

/** A keyboard scanner's signs follow each other faster than any hand (measured: under 35 ms). */
const BURST_GAP_MS = 50;

/**
 * Answers function keys wherever the focus is. The Enter at the end of a keyboard scanner's burst is
 * swallowed: it must never press a button that happens to have the focus.
 */
export function useHotKeys(keys: HotKeys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    let lastSignAtMs = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.length === 1) lastSignAtMs = event.timeStamp;
      const isBurstEnd = event.key === "Enter" && event.timeStamp - lastSignAtMs < BURST_GAP_MS;
      const act =
        event.ctrlKey || event.altKey || event.metaKey ? undefined : current.current[event.key];
      if (!act && !isBurstEnd) return;
      event.preventDefault();
      event.stopPropagation();
      if (act && !event.repeat) act();
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}
