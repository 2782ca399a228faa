import { type Dispatch, useCallback, useState } from "react";
import type { ActOutcome, StationClient } from "../link/station-client.ts";
import { bannerOf, scanReadiness } from "../state/health.ts";
import type { LiveState, ScreenAction } from "../state/screen-state.ts";
import { undoOffer } from "../state/undo.ts";
import { switchLanguage } from "../words/set-up-words.ts";
import { Banner } from "./banner.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { useBurstGuard, useHotKeys } from "./hot-keys.ts";
import { KeyBar } from "./key-bar.tsx";
import { ManualDialog } from "./manual-dialog.tsx";
import { Rail } from "./rail.tsx";
import { StageArea } from "./stage-area.tsx";
import styles from "./station-page.module.css";
import { Strip } from "./strip.tsx";

/** What the page needs. */
export interface StationPageProps {
  readonly state: LiveState;
  readonly client: StationClient;
  readonly dispatch: Dispatch<ScreenAction>;
  readonly isNight: boolean;
  readonly onToggleNight: () => void;
}

/** The checkpoint: strip, banner, stage, rail and keys; only the stage ever changes colour. */
export function StationPage(props: StationPageProps) {
  const { state, client, isNight, onToggleNight } = props;
  const { view, nowMs } = state;
  const [dialog, setDialog] = useState<"manual" | "help" | null>(null);
  const close = useCallback(() => setDialog(null), []);
  const undo = useUndo(props);
  const banner = bannerOf(view);
  const acts = {
    manual: () => setDialog("manual"),
    undo,
    night: onToggleNight,
    language: switchLanguage,
    help: () => setDialog("help"),
  };
  const always = { F8: acts.night, F10: acts.language };
  useHotKeys(dialog ? always : { ...always, F2: acts.manual, F4: acts.undo, F1: acts.help });
  useBurstGuard(dialog === null);
  return (
    <div className={styles.page} data-page="station" data-banner={banner?.kind ?? "none"}>
      <Strip view={view} nowMs={nowMs} />
      <Banner banner={banner} nowMs={nowMs} onManual={acts.manual} />
      <main className={styles.main}>
        <StageArea view={view} stage={state.memory.stage} isShort={banner !== null} />
        <Rail recent={view.recent} today={view.today} />
      </main>
      <KeyBar
        acts={acts}
        hot={scanReadiness(view.devices) === "typing-only" ? "manual" : null}
        canUndo={undoOffer(view, nowMs).can}
        isNight={isNight}
      />
      {dialog === "manual" && (
        <ManualDialog
          client={client}
          stage={state.memory.stage}
          onDone={close}
          onUnknown={() => props.dispatch({ type: "outcome-unknown" })}
        />
      )}
      {dialog === "help" && <HelpDialog view={view} onClose={close} />}
    </div>
  );
}

/** F4: voids the newest scan as it stands on the screen, one request at a time. */
function useUndo({ state, client, dispatch }: StationPageProps): () => void {
  const [isPending, setPending] = useState(false);
  return () => {
    if (isPending) return;
    const offer = undoOffer(state.view, state.nowMs);
    if (!offer.can) {
      dispatch({ type: "refused", code: offer.code, atMs: performance.now() });
      return;
    }
    setPending(true);
    const settle = (outcome: ActOutcome) => {
      setPending(false);
      if (outcome.kind === "unknown") dispatch({ type: "outcome-unknown" });
      if (outcome.kind === "refused") {
        dispatch({ type: "refused", code: outcome.code, atMs: performance.now() });
      }
    };
    void client.undo(offer.eventId).then(settle);
  };
}
