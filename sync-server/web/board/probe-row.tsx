import type { ProbeCard, ReadingCard } from "../../api/room-view.ts";
import { measured } from "../format/quantity.ts";
import { AlarmSign } from "../signs/sign.tsx";
import type { BoardPart } from "./board-part.ts";
import { MeasuredAt } from "./measured-at.tsx";
import { beyondText, probeName, readingText } from "./room-texts.ts";

interface ProbeProps {
  readonly probe: ProbeCard;
  readonly part: BoardPart;
}

/** One probe with its values; what is old, or not known, says so. */
export function ProbeRow({ probe, part }: ProbeProps) {
  if (probe.isStale && probe.measured) return <StaleProbe probe={probe} part={part} />;
  return <FreshProbe probe={probe} part={part} />;
}

/** An old value never looks like a fresh one: the word is large, the value small, with its time. */
function StaleProbe({ probe, part }: ProbeProps) {
  const { texts, nowMs } = part;
  const { t, clock } = texts;
  const values = probe.readings.map((reading) => readingText(reading, texts)).join(" ");
  const time = probe.measured ? clock.moment(probe.measured.wallTimeMs, nowMs) : t("none");
  return (
    <p className="probe is-stale">
      <span className="plate tile-name">{probeName(probe)}</span>
      <strong className="plate">{t("rooms.stale")}</strong>
      <span className="plate probe-last">{t("rooms.last", { values, time })}</span>
    </p>
  );
}

function FreshProbe({ probe, part }: ProbeProps) {
  const crossings = probe.readings.flatMap((reading) => (reading.beyond ? [reading] : []));
  return (
    <div className={crossings.length > 0 ? "probe is-beyond" : "probe"}>
      <span className="tile-name">{probeName(probe)}</span>
      <Values probe={probe} part={part} />
      {probe.measured ? <MeasuredAt atMs={probe.measured.wallTimeMs} part={part} /> : null}
      {crossings.map((reading) => (
        <CrossingLine key={reading.metric} reading={reading} part={part} />
      ))}
    </div>
  );
}

function Values({ probe, part }: ProbeProps) {
  const { t } = part.texts;
  if (!probe.measured) return <span className="probe-word">{t("rooms.noValue")}</span>;
  if (probe.readings.length === 0)
    return <span className="probe-word">{t("rooms.kindUnknown")}</span>;
  return probe.readings.map((reading) => (
    <Value key={reading.metric} reading={reading} part={part} />
  ));
}

function Value({ reading, part }: { readonly reading: ReadingCard; readonly part: BoardPart }) {
  const { metric, value, beyond } = reading;
  if (value === null)
    return <span className="value value-unknown">{part.texts.t("rooms.unknown")}</span>;
  const { figure, unit } = measured(metric, value);
  return (
    <span className={beyond ? "value is-beyond" : "value"}>
      <strong>{figure}</strong> {unit}
    </span>
  );
}

function CrossingLine({
  reading,
  part,
}: {
  readonly reading: ReadingCard;
  readonly part: BoardPart;
}) {
  const { t, clock } = part.texts;
  const { beyond } = reading;
  if (!beyond) return null;
  const time = clock.minute(beyond.sinceMs, part.nowMs);
  const since = t("rooms.since", { time });
  return (
    <span className="crossing">
      <AlarmSign />
      <span>{`${beyondText(reading, part.texts) ?? ""}${t("comma")}${since}`}</span>
    </span>
  );
}
