import type { ReactNode } from "react";
import styles from "./dialog-button.module.css";

/** What a button in a dialog needs. */
export interface DialogButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** Name for those who cannot see it, where the face is a sign. */
  readonly label?: string;
  readonly look?: "plain" | "filled" | "quiet";
  readonly isDisabled?: boolean;
  readonly isWide?: boolean;
}

/** A key of a dialog, 72 high. */
export function DialogButton(props: DialogButtonProps) {
  const { children, onPress, label, look = "plain", isDisabled = false, isWide = false } = props;
  return (
    <button
      type="button"
      className={`${styles.button} ${styles[look]}`}
      aria-label={label}
      aria-disabled={isDisabled}
      data-wide={isWide}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!isDisabled) onPress();
      }}
    >
      {children}
    </button>
  );
}
