import { type RefObject, useLayoutEffect, useState } from "react";

/** How many whole rows of one line height fit into a list; it follows the list's height. */
export function useFittingRows(list: RefObject<HTMLElement | null>): number {
  const [rows, setRows] = useState(0);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = () => {
      const rowPx = Number.parseFloat(getComputedStyle(element).lineHeight);
      setRows(Math.floor(element.clientHeight / rowPx));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);
  return rows;
}
