import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { BoardPage } from "../board/board-page.tsx";
import type { BoardLink } from "../live/board-link.ts";
import { LostBanner } from "../live/lost-banner.tsx";
import { Waiting } from "../live/waiting.tsx";
import { usePage } from "./use-page.ts";

// A wall screen never loads the component library of the office pages.
const OfficePage = lazy(async () => {
  const { OfficePage: Page } = await import("../office/office-page.tsx");
  return { default: Page };
});

/** The whole web app on one line to the centre. */
export function App({ link }: { readonly link: BoardLink }) {
  const { t } = useTranslation();
  const page = usePage();
  const { view, nowMs, lostForMs } = useSyncExternalStore(link.subscribe, link.state);
  const city = view?.city;
  const heading = t(`nav.${page}`);
  useEffect(() => {
    document.title = city === undefined ? "Gatehouse" : `${heading} · ${t("title", { city })}`;
  }, [city, heading, t]);
  if (!view || nowMs === null) return <Waiting isLost={lostForMs !== null} />;
  return (
    <>
      {lostForMs === null ? null : <LostBanner view={view} lostForMs={lostForMs} />}
      {page === "board" ? (
        <BoardPage view={view} nowMs={nowMs} isLost={lostForMs !== null} />
      ) : (
        <Suspense fallback={<Waiting isLost={false} />}>
          <OfficePage
            page={page}
            view={view}
            nowMs={nowMs}
            isLost={lostForMs !== null}
            operators={link.operators}
          />
        </Suspense>
      )}
    </>
  );
}
