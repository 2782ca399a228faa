import { useEffect, useRef } from "react";

/** What typing does. */
export interface TypingActs {
  readonly onSign: (sign: string) => void;
  readonly onDelete: () => void;
  readonly onEnter: () => void;
}

/** Signs that a printed code can hold; a space or a control sign is a slip. */
const SIGN = /^[\x21-\x7e]$/;

/**
 * Takes the physical keyboard for one entry, wherever the focus is, past any input method.
 * Enter records; on a button that was reached with Tab it presses that button instead.
 */
export function useTyping(acts: TypingActs): void {
  const current = useRef(acts);
  current.current = acts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const isOnButton = event.target instanceof HTMLButtonElement;
      if (SIGN.test(event.key)) current.current.onSign(event.key);
      else if (event.key === "Backspace") current.current.onDelete();
      else if (event.key === "Enter" && !isOnButton) current.current.onEnter();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
