/** Longest note, UTF-16 units; the station's log takes no longer one. */
export const MAX_NOTE = 200;

/** A note with a ready-made one added at its end; each only once, and only where it fits whole. */
export function noteWith(note: string, ready: string, joint: string): string {
  if (note.includes(ready)) return note;
  const next = note.trim() === "" ? ready : `${note}${joint}${ready}`;
  return next.length > MAX_NOTE ? note : next;
}
