import { AlarmSign, ConditionSign, StaleSign, UnknownSign } from "../signs/sign.tsx";
import { type AttentionItem, type AttentionKind, countKinds } from "./attention.ts";
import { attentionTexts } from "./attention-texts.ts";
import type { BoardPart } from "./board-part.ts";
import { useFittingCount } from "./use-fitting-count.ts";

/** As many kinds, worst first, as the last row has room for. */
const KINDS_NAMED = 4;

interface AttentionPanelProps extends BoardPart {
  readonly items: readonly AttentionItem[];
}

/** What a person should look at, worst first. */
export function AttentionPanel({ items, ...part }: AttentionPanelProps) {
  const { t, clock } = part.texts;
  const { box, count } = useFittingCount<HTMLUListElement>();
  // The last row says how many more there are.
  const shown = items.length > count ? items.slice(0, count - 1) : items;
  return (
    <section className="panel attention-panel" aria-labelledby="attention-title">
      <div className="panel-head">
        <h2 id="attention-title">{t("attention.title")}</h2>
        <span className="as-of">{t("asOf", { time: clock.time(part.view.nowMs) })}</span>
      </div>
      <ul ref={box} className="rows">
        {items.length === 0 ? <NothingRow part={part} /> : null}
        {shown.map((item) => (
          <AttentionRow key={item.key} item={item} part={part} />
        ))}
        {shown.length < items.length ? (
          <MoreRow hidden={items.slice(shown.length)} part={part} />
        ) : null}
      </ul>
    </section>
  );
}

function AttentionRow({ item, part }: { readonly item: AttentionItem; readonly part: BoardPart }) {
  const { title, note } = attentionTexts(item, part);
  return (
    <li className="row">
      <KindSign kind={item.kind} />
      <span className="row-main">
        <span className="row-first">
          <span className="tile-name">{title}</span>
          {item.sinceMs === null ? null : <span>{part.texts.age(part.nowMs - item.sinceMs)}</span>}
        </span>
        <span className="row-note free-text">{note}</span>
      </span>
    </li>
  );
}

function KindSign({ kind }: { readonly kind: AttentionKind }) {
  switch (kind) {
    case "stopped":
    case "fault":
      return <ConditionSign condition="fault" />;
    case "silent":
      return <ConditionSign condition="silent" />;
    case "stale":
      return <StaleSign />;
    case "unknown":
      return <UnknownSign />;
    case "beyond":
    case "quarantined":
    case "abnormal":
    case "alarm":
      return <AlarmSign />;
  }
}

function NothingRow({ part }: { readonly part: BoardPart }) {
  const { t } = part.texts;
  const { stations } = part.view;
  const isEveryOneOnline =
    stations.length > 0 && stations.every((station) => station.presence === "online");
  return (
    <li className="row">
      {isEveryOneOnline ? <ConditionSign condition="online" /> : null}
      <span>{isEveryOneOnline ? t("attention.allWell") : t("attention.waiting")}</span>
    </li>
  );
}

function MoreRow(props: { readonly hidden: readonly AttentionItem[]; readonly part: BoardPart }) {
  const { t } = props.part.texts;
  const kinds = countKinds(props.hidden)
    .slice(0, KINDS_NAMED)
    .map(({ kind, count }) => `${t(`attention.kind.${kind}`)} ${count}`);
  return (
    <li className="row row-more">
      <span className="row-main">
        <span>{t("attention.more", { count: props.hidden.length })}</span>
        <span className="row-note free-text">{kinds.join(t("comma"))}</span>
      </span>
    </li>
  );
}
