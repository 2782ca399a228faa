import {
  isScrapedKind,
  METRICS,
  METRICS_OF,
  type Metric,
} from "@gatehouse/protocols/telemetry/metrics";
import { type KnownProbe, knownProbes, type RoomFacts } from "./known-probes.ts";
import type { Crossing, ProbeCard, ReadingCard, RoomCard, RoomState } from "./room-view.ts";
import type { StationCard } from "./station-view.ts";

/** A value that was measured, or came in, longer ago than this is no longer what is now. */
const STALE_AFTER_MS = 60_000;

/** One machine room as the board shows it at `nowMs`. */
export function roomCard(station: StationCard, facts: RoomFacts, nowMs: number): RoomCard {
  const probes = knownProbes(station.devices, facts, nowMs).map((known) => ({
    ...probeCard(known),
    isStale: station.presence !== "online" || isOld(known, nowMs),
  }));
  const state = roomState(station, probes);
  return {
    stationId: station.stationId,
    siteName: station.siteName,
    laneName: station.laneName,
    state,
    sinceMs: state === "beyond" ? beyondSince(probes) : station.sinceMs,
    probes,
    patrol: facts.patrol,
  };
}

/** By when it was measured, as far as its station knows our clock, and by when it came; a probe that never spoke has nothing to be old. */
function isOld({ scrape }: KnownProbe, nowMs: number): boolean {
  if (!scrape) return false;
  const oldestMs = Math.min(scrape.wall_time.getTime(), scrape.received_at.getTime());
  return nowMs - oldestMs > STALE_AFTER_MS;
}

function probeCard(known: KnownProbe): Omit<ProbeCard, "isStale"> {
  const { scrape, crossings } = known;
  return {
    deviceId: known.deviceId,
    name: known.device?.name ?? null,
    measured: scrape && {
      wallTimeMs: scrape.wall_time.getTime(),
      receivedAtMs: scrape.received_at.getTime(),
    },
    readings: metricsOf(known).map((metric, at): ReadingCard => {
      const crossing = crossings.find((one) => one.metric === metric);
      return {
        metric,
        value: scrape?.values[at] ?? null,
        beyond: crossing ? crossingCard(crossing) : null,
      };
    }),
  };
}

/** A kind that this version does not know still has the quantities that its station complains of. */
function metricsOf({ scrape, device, crossings }: KnownProbe): readonly Metric[] {
  const kind = scrape?.kind ?? device?.kind ?? "";
  if (isScrapedKind(kind)) return METRICS_OF[kind];
  return METRICS.filter((metric) => crossings.some((one) => one.metric === metric));
}

function crossingCard(crossing: KnownProbe["crossings"][number]): Crossing {
  const { state, limit_value: limit, since } = crossing;
  return { side: state, limit, sinceMs: since.getTime() };
}

function roomState(station: StationCard, probes: readonly ProbeCard[]): RoomState {
  const { condition } = station;
  if (condition === "silent" || condition === "never") return condition;
  if (crossingsOf(probes).length > 0) return "beyond";
  if (condition === "fault") return "fault";
  if (probes.some((probe) => probe.isStale)) return "stale";
  const isAllKnown = probes.length > 0 && probes.every(isKnown);
  return isAllKnown ? "well" : "unknown";
}

/** What is beyond its limits now; an old value says nothing of now. */
function crossingsOf(probes: readonly ProbeCard[]): readonly Crossing[] {
  return probes
    .filter((probe) => !probe.isStale)
    .flatMap((probe) => probe.readings.flatMap((reading) => reading.beyond ?? []));
}

function beyondSince(probes: readonly ProbeCard[]): number {
  return Math.min(...crossingsOf(probes).map((crossing) => crossing.sinceMs));
}

function isKnown({ readings }: ProbeCard): boolean {
  return readings.length > 0 && readings.every((reading) => reading.value !== null);
}
