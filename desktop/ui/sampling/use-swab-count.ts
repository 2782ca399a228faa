import { MAX_SWABS } from "@gatehouse/protocols/event/pool-sizes";
import { useState } from "react";

const MAX_DIGITS = String(MAX_SWABS).length;

/** What was counted, as it is typed; `isWhole` after a key that stands for a whole number. */
interface Entry {
  readonly text: string;
  readonly isWhole: boolean;
}

const NOTHING: Entry = { text: "", isWhole: false };

/** The number of swabs that somebody counts; nothing is preset. */
export function useSwabCount() {
  const [{ text }, setEntry] = useState(NOTHING);
  return {
    /** Null until a digit was pressed. */
    swabs: text === "" ? null : Number(text),
    /** A key that stands for a whole number. */
    set: (swabs: number) => setEntry({ text: String(swabs), isWhole: true }),
    append: (digit: string) => setEntry((old) => withDigit(old, digit)),
    remove: () => setEntry((old) => ({ text: old.text.slice(0, -1), isWhole: false })),
    clear: () => setEntry(NOTHING),
  };
}

function withDigit(old: Entry, digit: string): Entry {
  if (old.isWhole || old.text === "0") return { text: digit, isWhole: false };
  return old.text.length < MAX_DIGITS ? { text: old.text + digit, isWhole: false } : old;
}
