import { useTranslation } from "react-i18next";
import styles from "./key-bar.module.css";

/** Keys of the checkpoint, in their fixed order. */
const KEYS = [
  { key: "F2", act: "manual" },
  { key: "F4", act: "undo" },
  { key: "F8", act: "night" },
  { key: "F10", act: "language" },
  { key: "F1", act: "help" },
] as const;

/** Names of what the keys do. */
export type KeyAct = (typeof KEYS)[number]["act"];

/** What the key bar needs. */
export interface KeyBarProps {
  readonly acts: Readonly<Record<KeyAct, () => void>>;
  /** The next step, filled; at most one. */
  readonly hot: KeyAct | null;
  readonly canUndo: boolean;
  readonly isNight: boolean;
}

const KEY_WORDS = {
  manual: "manual",
  undo: "undo",
  language: "language",
  help: "help",
} as const;

/** The keys under the stage: a cap and a word each. A key that cannot act stays, dashed, and says why when pressed. */
export function KeyBar({ acts, hot, canUndo, isNight }: KeyBarProps) {
  const { t, i18n } = useTranslation();
  const words = { ...KEY_WORDS, night: isNight ? "day" : "night" } as const;
  return (
    <nav className={styles.bar} aria-label={t("key.bar")}>
      {KEYS.map(({ key, act }) => (
        <button
          key={key}
          type="button"
          className={act === hot ? styles.hot : styles.key}
          aria-keyshortcuts={key}
          aria-disabled={act === "undo" && !canUndo}
          lang={act === "language" ? otherLanguage(i18n.language) : undefined}
          // A touch must not leave the focus on a key: a keyboard scanner's Enter would press it.
          onMouseDown={(event) => event.preventDefault()}
          onClick={acts[act]}
        >
          <kbd className={styles.cap}>{key}</kbd>
          <span>{t(`key.${words[act]}`)}</span>
        </button>
      ))}
    </nav>
  );
}

function otherLanguage(language: string): string {
  return language === "en" ? "zh-CN" : "en";
}
