import type { ProbeCard, ReadingCard, RoomCard } from "../../api/room-view.ts";

/** A fresh quantity with its probe. */
export interface FreshReading {
  readonly probe: ProbeCard;
  readonly reading: ReadingCard;
}

/** All that is beyond its limits now, longest first; an old value says nothing of now. */
export function beyondReadings({ probes }: RoomCard): readonly FreshReading[] {
  const start = ({ reading }: FreshReading) => reading.beyond?.sinceMs ?? 0;
  return freshReadings(probes)
    .filter(({ reading }) => reading.beyond !== null)
    .sort((one, other) => start(one) - start(other));
}

/** The highest temperature of now; null when none is known. */
export function warmestReading({ probes }: RoomCard): FreshReading | null {
  const known = freshReadings(probes).filter(
    ({ reading }) => reading.metric === "temperatureC" && reading.value !== null,
  );
  const value = ({ reading }: FreshReading) => reading.value ?? 0;
  return known.sort((one, other) => value(other) - value(one))[0] ?? null;
}

function freshReadings(probes: readonly ProbeCard[]): readonly FreshReading[] {
  return probes
    .filter((probe) => !probe.isStale)
    .flatMap((probe) => probe.readings.map((reading) => ({ probe, reading })));
}
