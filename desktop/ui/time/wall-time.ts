const pad = (value: number) => String(value).padStart(2, "0");

/** Local time of day as `09:41:07`. @param atMs Unix ms */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  return `${minuteTime(atMs)}:${pad(at.getSeconds())}`;
}

/** Local time of day as `09:41`. @param atMs Unix ms */
export function minuteTime(atMs: number): string {
  const at = new Date(atMs);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** A running time as `00:07`, or `1:02:05` from an hour on. @param durationMs negative counts as 0 */
export function runningTime(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return seconds < 3_600 ? rest : `${Math.floor(seconds / 3_600)}:${rest}`;
}

/** A whole number with thousands separators, the same in both languages: `1,285`. */
export function countText(count: number): string {
  return count.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** Time of day of what is of today, `09:41`; the date of what is older, `11-21`. @param atMs Unix ms */
export function dayOrTime(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  return isToday ? minuteTime(atMs) : `${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}
