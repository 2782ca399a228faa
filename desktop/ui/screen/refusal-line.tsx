import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { errorWords } from "../words/error-words.ts";
import styles from "./refusal-line.module.css";

/** A refusal in two lines: what happened, and what to do. */
export function RefusalLine({ code }: { code: string }) {
  const { t, i18n } = useTranslation();
  const words = errorWords(code, i18n.language);
  return (
    <p className={styles.refusal} role="alert">
      <Sign name="warning" />
      <span>
        <b>{words?.title ?? t("notice.unknown.title")}</b>
        {words?.action ?? t("notice.unknown.action")}
      </span>
    </p>
  );
}
