import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import type { Stage } from "../state/stage.ts";
import styles from "./meanwhile.module.css";
import { RunningNumber } from "./running-number.tsx";

/** A scan that came in while a code is being typed. */
export function Meanwhile({ stage }: { stage: Extract<Stage, { kind: "recorded" }> }) {
  const { t } = useTranslation();
  return (
    <p className={styles.meanwhile}>
      <Sign name="tick" />
      <b>{t("scan.recorded")}</b>
      <RunningNumber number={stage.scan.number} />
      <span>{t("scan.tail", { tail: stage.scan.maskedTail })}</span>
    </p>
  );
}
