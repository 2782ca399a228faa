import type { OpenTubeView } from "@gatehouse/protocols/rpc/sampling-view";
import { type Dispatch, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StationClient } from "../link/station-client.ts";
import { DialogButton } from "../screen/dialog-button.tsx";
import { useBurstGuard, useHotKeys } from "../screen/hot-keys.ts";
import { RefusalLine } from "../screen/refusal-line.tsx";
import { useTyping } from "../screen/typing.ts";
import { useAct } from "../screen/use-act.ts";
import { Sign } from "../sign/signs.tsx";
import type { ScreenAction } from "../state/screen-state.ts";
import { CountPad } from "./count-pad.tsx";
import { CountResult } from "./count-result.tsx";
import { usePoolName } from "./pool-name.ts";
import styles from "./seal-dialog.module.css";
import type { useSwabCount } from "./use-swab-count.ts";

/** More than ten are typed digit by digit from the start. */
const WHOLE_KEYS = 10;

/** What counting needs. */
export interface CountStepProps {
  readonly tube: OpenTubeView;
  readonly client: StationClient;
  readonly dispatch: Dispatch<ScreenAction>;
  /** Code of what was refused just now. */
  readonly notice: string | null;
  readonly onClose: () => void;
  readonly count: ReturnType<typeof useSwabCount>;
  /** The numbers differ and shall stay so. */
  readonly onAside: () => void;
}

/** Counts, compares, and seals when the numbers agree. */
export function CountStep(props: CountStepProps) {
  const { tube, count, notice } = props;
  const { t } = useTranslation();
  const poolName = usePoolName();
  const [isDigits, setDigits] = useState(tube.capacity > WHOLE_KEYS);
  const { seal, putAside, state } = useCounting(props);
  return (
    <div className={styles.body}>
      <header className={styles.head}>
        <h2 tabIndex={-1} data-first-focus>
          {t("sampling.seal.title")}
        </h2>
        {notice === null ? (
          <p>
            <span>{t("sampling.tube.code")}</span> <b>{tube.tubeCode}</b>
            {t("dot")}
            {poolName(tube.capacity)}
            {t("dot")}
            {t("sampling.seal.how")}
          </p>
        ) : (
          <RefusalLine code={notice} />
        )}
      </header>
      <CountPad count={count} isDigits={isDigits} onDigits={() => setDigits(true)} />
      <CountResult swabs={count.swabs} members={tube.members.length} />
      <footer className={styles.foot}>
        <DialogButton look="quiet" onPress={props.onClose}>
          <kbd>Esc</kbd> {t("sampling.seal.back")}
        </DialogButton>
        {state === "differs" ? (
          <>
            <DialogButton look="quiet" onPress={count.clear}>
              <kbd>C</kbd> {t("sampling.seal.again")}
            </DialogButton>
            <DialogButton look="filled" onPress={putAside} isWide>
              <kbd>F12</kbd> <Sign name="lock" /> {t("sampling.seal.quarantine")}
            </DialogButton>
          </>
        ) : (
          <DialogButton look="filled" onPress={seal} isDisabled={state !== "agrees"} isWide>
            <kbd>F7</kbd> {t("sampling.seal.act")}
          </DialogButton>
        )}
      </footer>
    </div>
  );
}

/** How the numbers stand, and what the keys do about it. */
function useCounting(props: CountStepProps) {
  const { tube, client, dispatch, count, onAside, onClose } = props;
  const { swabs } = count;
  const state = swabs === null ? "open" : swabs === tube.members.length ? "agrees" : "differs";
  const act = useAct(dispatch);
  const seal = () => {
    if (swabs === null || state !== "agrees") return;
    act(async () => {
      const outcome = await client.sampling.seal({ tubeId: tube.tubeId, swabs });
      if (outcome.kind === "done") onClose();
      return outcome;
    });
  };
  const putAside = () => {
    if (state === "differs") onAside();
  };
  useHotKeys({ F7: seal, F12: putAside });
  // A keyboard scanner's Enter must not seal what its digits spelled.
  useBurstGuard(true);
  const sign = (typed: string) => {
    if (/^\d$/.test(typed)) count.append(typed);
    if (/^c$/i.test(typed)) count.clear();
  };
  useTyping({ onSign: sign, onDelete: count.remove, onEnter: seal });
  return { state, seal, putAside } as const;
}
