import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Sign, type SignName } from "../sign/signs.tsx";
import { Dialog } from "./dialog.tsx";
import { DialogButton } from "./dialog-button.tsx";
import styles from "./help-dialog.module.css";

/** What a post explains besides what all posts share, in words. */
export interface HelpTopics {
  readonly keys: readonly { readonly key: string; readonly does: string }[];
  readonly states: readonly {
    readonly sign: SignName;
    readonly look: string;
    readonly word: string;
    readonly meaning: string;
  }[];
}

function sharedTopics(t: TFunction): HelpTopics {
  return {
    keys: [
      { key: "F9", does: t("help.key.F9") },
      { key: "F8", does: t("help.key.F8") },
      { key: "F10", does: t("help.key.F10") },
      { key: "F1", does: t("help.key.F1") },
    ],
    states: [
      {
        sign: "link-off",
        look: "offline",
        word: t("link.offline"),
        meaning: t("help.state.offline"),
      },
      {
        sign: "octagon",
        look: "failing",
        word: t("help.stopped"),
        meaning: t("help.state.failing"),
      },
      { sign: "question", look: "lost", word: t("lost.word"), meaning: t("help.state.lost") },
    ],
  };
}

/** What the help page needs. */
export interface HelpDialogProps {
  readonly view: StationView;
  readonly topics: HelpTopics;
  readonly onClose: () => void;
}

/** F1: what the keys do, what the screen says, whom to call and what to tell them. */
export function HelpDialog({ view, topics, onClose }: HelpDialogProps) {
  const { t } = useTranslation();
  const { stationId } = view.place;
  const shared = sharedTopics(t);
  const keys = [...topics.keys, ...shared.keys];
  return (
    <Dialog title={t("help.title")} onClose={onClose}>
      <div className={styles.body} data-many={keys.length > 6}>
        <KeyTable keys={keys} />
        <StateTable states={[...topics.states, ...shared.states]} />
        <Callees />
        <footer className={styles.foot}>
          <span>
            {stationId ? t("help.station", { station: stationId }) : t("help.noStation")}
            {t("dot")}
            {t("help.version", { version: view.softwareVersion })}
          </span>
          <DialogButton look="filled" onPress={onClose}>
            <kbd>Esc</kbd> {t("help.close")}
          </DialogButton>
        </footer>
      </div>
    </Dialog>
  );
}

function KeyTable({ keys }: Pick<HelpTopics, "keys">) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={styles.heading}>{t("help.keys")}</h2>
      <dl className={styles.keys}>
        {keys.map(({ key, does }) => (
          <div key={key} className={styles.row}>
            <dt>
              <kbd className={styles.cap}>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function StateTable({ states }: Pick<HelpTopics, "states">) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={styles.heading}>{t("help.states")}</h2>
      <dl className={styles.states}>
        {states.map(({ look, sign, word, meaning }) => (
          <div key={look} className={styles.row}>
            <dt data-state={look}>
              <Sign name={sign} className={styles.sign} />
              <b>{word}</b>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Callees() {
  const { t } = useTranslation();
  return (
    <section className={styles.who}>
      <h2 className={styles.heading}>{t("help.who")}</h2>
      <p>
        <b>{t("help.supervisor")}</b> {t("help.supervisorFor")}
      </p>
      <p>
        <b>{t("help.ops")}</b> {t("help.opsFor")}
      </p>
    </section>
  );
}
