import { useTranslation } from "react-i18next";
import styles from "./key-bar.module.css";

/** One key under the stage. */
export interface BarKey {
  /** `KeyboardEvent.key`, such as `F2`. */
  readonly key: string;
  readonly label: string;
  readonly onPress: () => void;
  /** The next step, filled; at most one in a bar. */
  readonly isHot?: boolean;
  /** It cannot act now; it stays, dashed, and says why when pressed. */
  readonly isDisabled?: boolean;
  /** Language of the label, where it is not the page's. */
  readonly language?: string;
}

/** The keys under the stage: a cap and a word each, always in the same order. */
export function KeyBar({ keys }: { keys: readonly BarKey[] }) {
  const { t } = useTranslation();
  return (
    <nav
      className={styles.bar}
      style={{ gridTemplateColumns: `repeat(${keys.length}, minmax(0, 1fr))` }}
      data-many={keys.length > 6}
      aria-label={t("key.bar")}
    >
      {keys.map(({ key, label, onPress, isHot = false, isDisabled = false, language }) => (
        <button
          key={key}
          type="button"
          className={isHot ? styles.hot : styles.key}
          aria-keyshortcuts={key}
          aria-disabled={isDisabled}
          lang={language}
          // A touch must not leave the focus on a key: a keyboard scanner's Enter would press it.
          onMouseDown={(event) => event.preventDefault()}
          onClick={onPress}
        >
          <kbd className={styles.cap}>{key}</kbd>
          <span>{label}</span>
        </button>
      ))}
    </nav>
  );
}
