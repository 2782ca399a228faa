import type { ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import type { Stage } from "../state/stage.ts";
import { clockTime } from "../time/wall-time.ts";
import { symbologyKind } from "../words/symbology-kind.ts";
import { RunningNumber } from "./running-number.tsx";
import styles from "./scan-stage.module.css";

/** A scan is saved. Nothing was decided, so this is white with ink: no verdict colour, no word of passing. */
export function RecordedStage({ stage }: { stage: Extract<Stage, { kind: "recorded" }> }) {
  const { t } = useTranslation();
  const { scan, followsAnother } = stage;
  return (
    <section className={styles.stage} data-side={scan.number % 2 === 1 ? "odd" : "even"}>
      <header className={styles.top}>
        <span className={styles.chip}>{t("scan.saved")}</span>
        <RunningNumber number={scan.number} isFlipping={followsAnother} />
      </header>
      <div className={styles.hero}>
        <Sign name="tick" className={styles.sign} />
        <h2 className={styles.word}>{t("scan.recorded")}</h2>
      </div>
      <div className={styles.person}>
        <b className={styles.tail}>{t("scan.tail", { tail: scan.maskedTail })}</b>
        <span className={styles.reason}>
          <Sign name="warning" className={styles.reasonSign} />
          {t("scan.noRules")}
        </span>
      </div>
      <ScanCells scan={scan} />
      <div className={styles.bar}>
        <div
          className={styles.rest}
          style={{ animationDelay: `${Math.min(0, stage.startedAtMs - performance.now())}ms` }}
        />
      </div>
      {followsAnother && <div className={styles.dip} />}
    </section>
  );
}

function ScanCells({ scan }: { scan: ScanView }) {
  const { t } = useTranslation();
  const isTyped = scan.source !== "device";
  const kind = isTyped ? "typed" : symbologyKind(scan.symbology);
  return (
    <dl className={styles.cells}>
      <Cell
        label={t("scan.symbology")}
        value={t(`symbology.${kind}`)}
        note={isTyped ? "" : (scan.symbology ?? t("scan.symbologyUnknown"))}
      />
      <Cell
        label={t("scan.source")}
        value={t(`scan.${scan.source}`)}
        note={t(`scan.sourceNote.${scan.source}`)}
      />
      <Cell label={t("scan.time")} value={clockTime(scan.atMs)} note={t("scan.timeNote")} />
    </dl>
  );
}

function Cell({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className={styles.cell}>
      <dt>{label}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}
