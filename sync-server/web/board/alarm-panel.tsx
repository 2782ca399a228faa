import type { AlarmRow } from "../../api/board-view.ts";
import { AlarmSign } from "../signs/sign.tsx";
import { zhCN } from "../text/zh-cn.ts";
import type { BoardPart } from "./board-part.ts";
import { useFittingCount } from "./use-fitting-count.ts";

type KnownKind = keyof typeof zhCN.alarms.kind;

/** What a person should look at, newest first. */
export function AlarmPanel(part: BoardPart) {
  const { t, count: inDigits } = part.texts;
  const { box, count } = useFittingCount<HTMLUListElement>();
  const { newest, count: raised } = part.view.alarms;
  return (
    <section className="panel" aria-labelledby="alarms-title">
      <div className="panel-head">
        <h2 id="alarms-title">{t("alarms.title")}</h2>
        <span className="as-of">
          {raised > 0 ? t("alarms.count", { count: raised, number: inDigits(raised) }) : null}
        </span>
      </div>
      <ul ref={box} className="rows">
        {newest.length === 0 ? <li className="row">{t("alarms.empty")}</li> : null}
        {newest.slice(0, count).map((alarm) => (
          <AlarmLine key={alarm.id} alarm={alarm} part={part} />
        ))}
      </ul>
    </section>
  );
}

function AlarmLine({ alarm, part }: { readonly alarm: AlarmRow; readonly part: BoardPart }) {
  const { t, age } = part.texts;
  const text = isKnown(alarm.kind)
    ? t(`alarms.kind.${alarm.kind}`)
    : t("alarms.kind.other", { kind: alarm.kind });
  return (
    <li className="row">
      <AlarmSign />
      <span className="row-main">
        <span>{text}</span>
        <span className="row-note">{alarm.place ?? alarm.stationId ?? t("alarms.centre")}</span>
      </span>
      <span className="row-age">{age(part.nowMs - alarm.raisedAtMs)}</span>
    </li>
  );
}

function isKnown(kind: string): kind is Exclude<KnownKind, "other"> {
  return kind !== "other" && Object.hasOwn(zhCN.alarms.kind, kind);
}
