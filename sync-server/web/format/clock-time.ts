/** Wall-clock texts of one time zone. */
export interface ClockTime {
  /** `09:41:05`. */
  time(atMs: number): string;
  /** `09:41:05` today, `11-21 09:41` on another day: an old time must not look fresh. */
  moment(atMs: number, nowMs: number): string;
  /** `09:41` today, `11-21 09:41` on another day. */
  minute(atMs: number, nowMs: number): string;
  /** `2026-11-22`. */
  day(atMs: number): string;
  /** Short name of the weekday in the screen's language. */
  weekday(atMs: number): string;
}

/** Texts for a time zone (IANA name) and language (BCP 47). */
export function clockTime(timeZone: string, language: string): ClockTime {
  // Sweden writes ISO 8601: 2026-11-22 09:41:05.
  const iso = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const weekday = new Intl.DateTimeFormat(language, {
    timeZone,
    weekday: language.startsWith("zh") ? "long" : "short",
  });
  const day = (atMs: number) => iso.format(atMs).slice(0, 10);
  const time = (atMs: number) => iso.format(atMs).slice(11);
  const minute = (atMs: number, nowMs: number) => {
    const hourAndMinute = time(atMs).slice(0, 5);
    return day(atMs) === day(nowMs) ? hourAndMinute : `${day(atMs).slice(5)} ${hourAndMinute}`;
  };
  return {
    time,
    day,
    moment: (atMs, nowMs) => (day(atMs) === day(nowMs) ? time(atMs) : minute(atMs, nowMs)),
    minute,
    weekday: (atMs) => weekday.format(atMs),
  };
}
