import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/**
 * How many equal rows fit into a box: whole ones only, since half a row on a wall is noise.
 * The box is measured with its first child, so it needs one to be right.
 * @param columns rows beside each other
 */
export function useFittingCount<Box extends HTMLElement>(
  columns = 1,
): { readonly box: RefObject<Box | null>; readonly count: number } {
  const box = useRef<Box>(null);
  const [count, setCount] = useState(columns);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setCount(Math.max(columns, columns * rowsThatFit(element)));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [columns]);
  return { box, count };
}

function rowsThatFit(element: HTMLElement): number {
  const row = element.firstElementChild;
  if (!(row instanceof HTMLElement) || row.offsetHeight === 0) return 0;
  const gap = Number.parseFloat(getComputedStyle(element).rowGap) || 0;
  return Math.floor((element.clientHeight + gap + 1) / (row.offsetHeight + gap));
}
