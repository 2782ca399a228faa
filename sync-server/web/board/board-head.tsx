import { LanguageKey, PageLink } from "../app/nav-links.tsx";
import { ConditionSign, Mark } from "../signs/sign.tsx";
import type { BoardPart } from "./board-part.ts";

/** City, freshness, date and clock. */
export function BoardHead({
  view,
  nowMs,
  texts,
  isLost,
}: BoardPart & { readonly isLost: boolean }) {
  const { t, clock, age } = texts;
  const asOf = t("asOf", { time: clock.time(view.nowMs) });
  const ago = t("ago", { age: age(nowMs - view.nowMs) });
  return (
    <header className="head">
      <Mark />
      <h1>{t("title", { city: view.city })}</h1>
      <nav aria-label={t("nav.label")}>
        <span className="head-here" aria-current="page">
          {t("nav.board")}
        </span>
        <PageLink page="stations" />
        <PageLink page="operators" />
        <LanguageKey />
      </nav>
      <p className="head-link">
        {isLost ? null : (
          <>
            <ConditionSign condition="online" />
            <span className="word-online">{t("link.live")}</span>
          </>
        )}
        <span>
          {asOf}
          {t("comma")}
          {ago}
        </span>
      </p>
      <p className="head-clock">
        <span>
          {clock.day(nowMs)} {clock.weekday(nowMs)}
        </span>
        <time>{clock.time(nowMs)}</time>
      </p>
    </header>
  );
}
