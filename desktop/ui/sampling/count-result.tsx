import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import styles from "./seal-dialog.module.css";

/** What the result needs. */
export interface CountResultProps {
  /** Null until somebody counted. */
  readonly swabs: number | null;
  readonly members: number;
}

/** What was counted against what was registered; the second is hidden until the first is there. */
export function CountResult({ swabs, members }: CountResultProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.result} role="status">
      <p>
        <span>{t("sampling.seal.swabs")}</span>
        <b>{swabs ?? "—"}</b>
      </p>
      <p>
        <span>{t("sampling.seal.members")}</span>
        <b>{swabs === null ? "—" : members}</b>
      </p>
      <Outcome difference={swabs === null ? null : swabs - members} />
    </div>
  );
}

function Outcome({ difference }: { difference: number | null }) {
  const { t } = useTranslation();
  if (difference === null) {
    return <p className={styles.hidden}>{t("sampling.seal.hidden")}</p>;
  }
  const isEqual = difference === 0;
  const amount = Math.abs(difference);
  const word = isEqual ? "equal" : difference < 0 ? "fewer" : "more";
  return (
    <div className={isEqual ? styles.equal : styles.differ}>
      <Sign name={isEqual ? "tick" : "warning"} className={styles.outcomeSign} />
      <p>
        <b>{t(`sampling.seal.${word}`, { amount })}</b>
        <span>{t(isEqual ? "sampling.seal.equalHow" : "sampling.seal.differHow")}</span>
      </p>
    </div>
  );
}
