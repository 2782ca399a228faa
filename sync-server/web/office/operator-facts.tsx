import type { OperatorsView, StationListVersion } from "../../api/operators-view.ts";
import type { Texts } from "../live/use-texts.ts";

/** Stations named on the strip; the rest is a number. */
const NAMED = 3;

/** How many persons, which list, and which stations do not work by it yet. */
export function OperatorFacts(props: {
  readonly view: OperatorsView | null;
  readonly nowMs: number;
  readonly texts: Texts;
}) {
  const { t, clock } = props.texts;
  const asOf = props.view ? t("asOf", { time: clock.time(props.view.nowMs) }) : t("none");
  return (
    <dl className="office-facts operator-facts" aria-label={t("operators.facts.label")}>
      {factsOf(props.view, props.nowMs, props.texts).map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd className={fact.isText ? "fact-text" : "fact-value"}>{fact.value}</dd>
          <dd className="fact-note">{fact.note ?? asOf}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Fact {
  readonly label: string;
  readonly value: string;
  /** Default: when this was true. */
  readonly note?: string;
  readonly isText?: boolean;
}

function factsOf(view: OperatorsView | null, nowMs: number, texts: Texts): readonly Fact[] {
  const { t, clock, count } = texts;
  const none = t("none");
  const list = view?.list ?? null;
  const behind = list
    ? view?.stations.filter(({ version }) => version !== list.version)
    : undefined;
  const isText = behind !== undefined && behind.length > 0;
  return [
    {
      label: t("operators.facts.people"),
      value: view ? count(view.operators.length) : none,
      ...(view && view.operators.length > 0 ? { note: validityNote(view, nowMs, texts) } : {}),
    },
    {
      label: t("operators.facts.version"),
      value: list ? count(list.version) : none,
      note: list
        ? t("operators.facts.issued", { time: clock.moment(list.issuedAtMs, nowMs) })
        : t("operators.facts.notIssued"),
    },
    {
      label: t("operators.facts.current"),
      value: view && behind ? currentOf(view.stations.length, behind.length, texts) : none,
    },
    {
      label: t("operators.facts.behind"),
      value: behind ? namesOf(behind, texts) : none,
      isText,
    },
  ];
}

function validityNote(view: OperatorsView, nowMs: number, { t, count }: Texts): string {
  const ended = view.operators.filter(({ validUntilMs }) => (validUntilMs ?? nowMs + 1) <= nowMs);
  if (ended.length === 0) return t("operators.facts.allValid");
  return t("operators.facts.ended", { count: count(ended.length) });
}

function currentOf(all: number, behind: number, { t, count }: Texts): string {
  return t("operators.facts.currentOf", { current: count(all - behind), all: count(all) });
}

function namesOf(stations: readonly StationListVersion[], { t, count }: Texts): string {
  if (stations.length === 0) return t("operators.facts.behindNone");
  const names = stations.slice(0, NAMED).map(({ siteName, laneName, version }) => {
    const place = `${siteName} ${laneName}`;
    return version === null
      ? t("operators.facts.behindEmpty", { place })
      : t("operators.facts.behindVersion", { place, version });
  });
  const more = stations.length - names.length;
  if (more > 0) names.push(t("operators.facts.behindMore", { count: more, number: count(more) }));
  return names.join(t("operators.and"));
}
