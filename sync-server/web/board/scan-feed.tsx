import type { ScanRow } from "../../api/board-view.ts";
import { latenessOf } from "../format/lateness.ts";
import type { BoardPart } from "./board-part.ts";
import { useFittingCount } from "./use-fitting-count.ts";

/** The newest scans, as many whole rows as fit. */
export function ScanFeed(part: BoardPart) {
  const { t, clock } = part.texts;
  const { box, count } = useFittingCount<HTMLOListElement>();
  const scans = part.view.scans.slice(0, count);
  const asOf = t("asOf", { time: clock.time(part.view.nowMs) });
  return (
    <section className="panel feed-panel" aria-labelledby="feed-title">
      <div className="panel-head">
        <h2 id="feed-title">{t("feed.title")}</h2>
        <span className="as-of">{asOf}</span>
      </div>
      <ol ref={box} className="feed">
        {part.view.scans.length === 0 ? <li className="feed-empty">{t("feed.empty")}</li> : null}
        {scans.map((scan) => (
          <FeedRow key={scan.eventId} scan={scan} part={part} />
        ))}
      </ol>
    </section>
  );
}

function FeedRow({ scan, part }: { readonly scan: ScanRow; readonly part: BoardPart }) {
  const { t, clock } = part.texts;
  const kind = scan.source === "device" ? scan.symbology : sourceWord(scan.source, t);
  const note = noteOf(scan, part);
  return (
    <li className={scan.voided ? "feed-row is-voided" : "feed-row"} data-note={note !== ""}>
      <time>{clock.moment(scan.wallTimeMs, part.nowMs)}</time>
      <span className="feed-place">
        {scan.siteName} {scan.laneName}
      </span>
      <span className="feed-tail">****{scan.maskedTail.replaceAll("·", "")}</span>
      <span className="feed-kind">{kind ?? t("none")}</span>
      <span className="feed-note">{note}</span>
    </li>
  );
}

function noteOf(scan: ScanRow, { texts }: BoardPart): string {
  const { t, age } = texts;
  if (scan.voided) return t("feed.voided");
  const lateness = latenessOf(scan);
  return lateness ? t(`feed.${lateness.kind}`, { age: age(lateness.byMs) }) : "";
}

function sourceWord(source: string, t: BoardPart["texts"]["t"]): string {
  return source === "paper" ? t("source.paper") : t("source.manual");
}
