import { useEffect, useRef } from "react";

/** Acts by `KeyboardEvent.key`, such as `F2`. */
export type HotKeys = Readonly<Record<string, () => void>>;

/** Answers function keys wherever the focus is. */
export function useHotKeys(keys: HotKeys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(
    () =>
      captureKeys((event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return false;
        const act = current.current[event.key];
        if (act && !event.repeat) act();
        return act !== undefined;
      }),
    [],
  );
}

/** A keyboard scanner's signs follow each other faster than any hand (measured: under 35 ms). */
const BURST_GAP_MS = 50;

/**
 * Swallows the Enter at the end of a keyboard scanner's burst while nothing is being typed:
 * it must never press a button that happens to have the focus.
 */
export function useBurstGuard(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined;
    let lastSignAtMs = Number.NEGATIVE_INFINITY;
    return captureKeys((event) => {
      if (event.key.length === 1) lastSignAtMs = event.timeStamp;
      return event.key === "Enter" && event.timeStamp - lastSignAtMs < BURST_GAP_MS;
    });
  }, [isOn]);
}

/** Hears every key first; `take` answers true for a key that nobody else may have. */
function captureKeys(take: (event: KeyboardEvent) => boolean): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!take(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("keydown", onKeyDown, { capture: true });
  return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
}
