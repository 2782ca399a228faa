import type { CheckpointView } from "@gatehouse/protocols/rpc/checkpoint-view";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { useTranslation } from "react-i18next";
import { Sign, type SignName } from "../sign/signs.tsx";
import { type ScanReadiness, scanReadiness } from "../state/health.ts";
import { clockTime } from "../time/wall-time.ts";
import styles from "./idle-stage.module.css";
import { RunningNumber } from "./running-number.tsx";

const SIGNS: Readonly<Record<ScanReadiness, SignName>> = {
  ready: "scan",
  wait: "hourglass",
  "typing-only": "keypad",
};

const WORDS = { ready: "ready", wait: "wait", "typing-only": "typing" } as const;

/** Nobody is being scanned: says how the next person is recorded, and who was the last. */
export function IdleStage({ view, post }: { view: StationView; post: CheckpointView }) {
  const readiness = scanReadiness(view.devices);
  return (
    <section className={styles.idle}>
      <IdleCall readiness={readiness} />
      <PreviousScan post={post} />
    </section>
  );
}

/** The idle word with its sign and the way to do it. */
export function IdleCall({ readiness }: { readiness: ScanReadiness }) {
  const { t } = useTranslation();
  const word = WORDS[readiness];
  return (
    <div className={styles.call}>
      <Sign name={SIGNS[readiness]} className={styles.sign} />
      <h2 className={styles.word}>{t(`idle.${word}`)}</h2>
      <p className={styles.how}>{t(`idle.${word}How`)}</p>
    </div>
  );
}

function PreviousScan({ post }: { post: CheckpointView }) {
  const { t } = useTranslation();
  const scan = post.recent[0];
  if (!scan) return <p className={styles.previous}>{t("idle.none")}</p>;
  return (
    <p className={styles.previous}>
      <Sign name={scan.voided ? "undone" : "tick"} className={styles.small} />
      <span>
        {t("idle.previous")} <b>{clockTime(scan.atMs)}</b>
      </span>
      <b>{t(scan.voided ? "rail.voided" : "rail.recorded")}</b>
      <span className={styles.tail}>{t("scan.tail", { tail: scan.maskedTail })}</span>
      <RunningNumber number={scan.number} />
    </p>
  );
}
