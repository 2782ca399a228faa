import type { BoardView } from "../../api/board-view.ts";
import { stopwatch } from "../format/age.ts";
import { useTexts } from "./use-texts.ts";

/** Lies over a page whose data is no longer fresh, and says how old it is. */
export function LostBanner(props: { readonly view: BoardView; readonly lostForMs: number }) {
  const { t, clock } = useTexts(props.view.timeZone);
  return (
    <>
      <div className="lost-veil" />
      <section className="lost-plate" aria-labelledby="lost-title">
        <strong id="lost-title">
          {t("link.lost", {
            for: stopwatch(props.lostForMs),
            time: clock.time(props.view.nowMs),
          })}
        </strong>
        <span role="alert">{t("link.lostAction")}</span>
      </section>
    </>
  );
}
