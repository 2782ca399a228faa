import { type Dispatch, type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { DutyDialog } from "../duty/duty-dialog.tsx";
import { PresentedDialog } from "../duty/presented-dialog.tsx";
import { SignInStage } from "../duty/sign-in-stage.tsx";
import { usePresented } from "../duty/use-presented.ts";
import type { ActOutcome } from "../link/act-outcome.ts";
import type { StationClient } from "../link/station-client.ts";
import { bannerOf } from "../state/health.ts";
import type { LiveState, ScreenAction } from "../state/screen-state.ts";
import { switchLanguage } from "../words/set-up-words.ts";
import { Banner } from "./banner.tsx";
import { HelpDialog, type HelpTopics } from "./help-dialog.tsx";
import { useBurstGuard, useHotKeys } from "./hot-keys.ts";
import { type BarKey, KeyBar } from "./key-bar.tsx";
import { ManualDialog, type ManualWords } from "./manual-dialog.tsx";
import styles from "./post-frame.module.css";
import { Strip } from "./strip.tsx";

/** What every post's page gets. */
export interface PostPageProps {
  readonly state: LiveState;
  readonly client: StationClient;
  readonly dispatch: Dispatch<ScreenAction>;
  readonly isNight: boolean;
  readonly onToggleNight: () => void;
}

/** What a post puts into the frame. */
export interface PostFrameProps extends PostPageProps {
  /** Its own keys, in their fixed order, before those that all posts share. */
  readonly keys: readonly BarKey[];
  /** How a code is typed here (F2), and what becomes of it. */
  readonly manual: ManualWords & {
    readonly record: (payload: string) => Promise<ActOutcome>;
    /** Typing is the next step: nothing can be scanned. */
    readonly isNext: boolean;
    /** What came in while the dialog is open. */
    readonly meanwhile: ReactNode;
  };
  readonly help: HelpTopics;
  /** A dialog of the post that is open now: the keys rest meanwhile. */
  readonly dialog: ReactNode;
  /** The stage, and what stands beside it. */
  readonly children: ReactNode;
}

/**
 * The frame of every post: strip, banner, stage and keys, the acts that all posts share, and the
 * way on duty. Nobody on duty means that nothing of the post can be done.
 */
export function PostFrame(props: PostFrameProps) {
  const { state, client, dispatch, children } = props;
  const { view, nowMs } = state;
  const { duty } = view;
  const [dialog, setDialog] = useState<"manual" | "help" | "duty" | null>(null);
  const close = useCallback(() => setDialog(null), []);
  const isOn = duty.state === "on";
  const presented = usePresented(duty);
  const joining = isOn && dialog === null && props.dialog === null ? presented.person : null;
  const isCovered = isOn && (dialog !== null || props.dialog !== null || joining !== null);
  const keys = useFrameKeys(props, setDialog);
  useHotKeys(hotKeysOf(isCovered ? keys.always : [...keys.bar, ...keys.always]));
  useBurstGuard(isOn && !isCovered);
  const banner = bannerOf(view);
  return (
    <div className={styles.page} data-page="station" data-banner={banner?.kind ?? "none"}>
      {view.mode === "training" && <div className={styles.stripes} aria-hidden="true" />}
      <Strip view={view} nowMs={nowMs} />
      <Banner banner={banner} nowMs={nowMs} onManual={() => setDialog("manual")} />
      {isOn ? children : <SignInStage view={view} client={client} notice={noticeOf(state)} />}
      <KeyBar keys={keys.bar} />
      {isOn && dialog === "manual" && (
        <ManualDialog
          words={props.manual}
          record={props.manual.record}
          meanwhile={props.manual.meanwhile}
          onDone={close}
          onUnknown={() => dispatch({ type: "outcome-unknown" })}
        />
      )}
      {dialog === "help" && <HelpDialog view={view} topics={props.help} onClose={close} />}
      {isOn && dialog === "duty" && (
        <DutyDialog view={view} nowMs={nowMs} client={client} dispatch={dispatch} onClose={close} />
      )}
      {joining && <PresentedDialog person={joining} client={client} onClose={presented.dismiss} />}
      {isOn && dialog === null && props.dialog}
    </div>
  );
}

/** The bar, and the keys that also work while a dialog is open. */
function useFrameKeys(props: PostFrameProps, open: (dialog: "manual" | "help" | "duty") => void) {
  const { t, i18n } = useTranslation();
  const { view } = props.state;
  const other = i18n.language === "en" ? "zh-CN" : "en";
  const night: BarKey = {
    key: "F8",
    label: t(props.isNight ? "key.day" : "key.night"),
    onPress: props.onToggleNight,
  };
  const language: BarKey = {
    key: "F10",
    label: t("key.language"),
    onPress: switchLanguage,
    language: other,
  };
  const manual: BarKey = {
    key: "F2",
    label: t("key.manual"),
    onPress: () => open("manual"),
    isHot: props.manual.isNext,
  };
  const duty: BarKey = { key: "F9", label: t("key.duty"), onPress: () => open("duty") };
  const own = view.duty.state === "on" ? [manual, ...props.keys, duty] : [];
  const shared: BarKey[] = [
    night,
    language,
    { key: "F1", label: t("key.help"), onPress: () => open("help") },
  ];
  return { bar: [...own, ...shared], always: [night, language] };
}

function hotKeysOf(keys: readonly BarKey[]): Record<string, () => void> {
  return Object.fromEntries(keys.map(({ key, onPress }) => [key, onPress]));
}

/** What a scan came to that nobody could record. */
function noticeOf({ memory }: LiveState): string | null {
  return memory.stage.kind === "notice" ? memory.stage.code : null;
}
