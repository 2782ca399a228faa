import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/**
 * How many equal rows fit into a box: whole ones only, since half a row on a wall is noise.
 * The box is measured with its first child, so it needs one to be right. In a grid, the entries of
 * all its columns count.
 */
export function useFittingCount<Box extends HTMLElement>(): {
  readonly box: RefObject<Box | null>;
  readonly count: number;
} {
  const box = useRef<Box>(null);
  const [count, setCount] = useState(1);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setCount(fittingCount(element));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return { box, count };
}

function fittingCount(element: HTMLElement): number {
  const style = getComputedStyle(element);
  const columns = style.display === "grid" ? style.gridTemplateColumns.split(" ").length : 1;
  return columns * Math.max(1, rowsThatFit(element, Number.parseFloat(style.rowGap) || 0));
}

function rowsThatFit(element: HTMLElement, gapPx: number): number {
  const row = element.firstElementChild;
  if (!(row instanceof HTMLElement) || row.offsetHeight === 0) return 0;
  return Math.floor((element.clientHeight + gapPx + 1) / (row.offsetHeight + gapPx));
}
