import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { useTranslation } from "react-i18next";
import { Sign, type SignName } from "../sign/signs.tsx";
import { Dialog } from "./dialog.tsx";
import { DialogButton } from "./dialog-button.tsx";
import styles from "./help-dialog.module.css";

const KEYS = ["F2", "F4", "F8", "F10", "F1"] as const;

const STATES = [
  { name: "recorded", sign: "tick", word: "scan.recorded" },
  { name: "notice", sign: "warning", word: "help.notRecorded" },
  { name: "offline", sign: "link-off", word: "link.offline" },
  { name: "failing", sign: "octagon", word: "help.stopped" },
  { name: "lost", sign: "question", word: "lost.word" },
] as const satisfies readonly { name: string; sign: SignName; word: string }[];

/** F1: what the keys do, what the screen says, whom to call and what to tell them. */
export function HelpDialog({ view, onClose }: { view: StationView; onClose: () => void }) {
  const { t } = useTranslation();
  const { stationId } = view.place;
  return (
    <Dialog title={t("help.title")} onClose={onClose}>
      <div className={styles.body}>
        <KeyTable />
        <StateTable />
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

function KeyTable() {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={styles.heading}>{t("help.keys")}</h2>
      <dl className={styles.keys}>
        {KEYS.map((key) => (
          <div key={key} className={styles.row}>
            <dt>
              <kbd className={styles.cap}>{key}</kbd>
            </dt>
            <dd>{t(`help.key.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function StateTable() {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={styles.heading}>{t("help.states")}</h2>
      <dl className={styles.states}>
        {STATES.map(({ name, sign, word }) => (
          <div key={name} className={styles.row}>
            <dt data-state={name}>
              <Sign name={sign} className={styles.sign} />
              <b>{t(word)}</b>
            </dt>
            <dd>{t(`help.state.${name}`)}</dd>
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
