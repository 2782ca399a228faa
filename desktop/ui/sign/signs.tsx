import type { ReactNode } from "react";
import styles from "./signs.module.css";

/** Names of the signs. A sign never stands without a word. */
export type SignName =
  | "tick"
  | "undone"
  | "warning"
  | "octagon"
  | "question"
  | "stale"
  | "scan"
  | "keypad"
  | "hourglass"
  | "link"
  | "link-off"
  | "up"
  | "scanner"
  | "backspace"
  | "person"
  | "lock"
  | "tube"
  | "thermometer"
  | "drop"
  | "rack"
  | "arrow";

/** Filled shapes cut their inner mark out in the colour of their ground; objects are round strokes. Box 96. */
const SHAPES: Readonly<Record<SignName, ReactNode>> = {
  tick: (
    <>
      <circle cx="48" cy="48" r="44" className={styles.fill} />
      <path d="M24 50l17 18 32-40" className={styles.cut} strokeWidth="12" />
    </>
  ),
  undone: (
    <>
      <circle cx="48" cy="48" r="40" className={styles.line} strokeWidth="8" />
      <path d="M34 42h19a12 12 0 0 1 0 25H40" className={styles.line} strokeWidth="8" />
      <path d="M44 31L33 42l11 11" className={styles.line} strokeWidth="8" />
    </>
  ),
  warning: (
    <>
      <path d="M48 14L88 83H8z" className={styles.block} strokeWidth="10" />
      <path d="M48 39v20" className={styles.cut} strokeWidth="9" />
      <circle cx="48" cy="73" r="5.5" className={styles.hole} />
    </>
  ),
  octagon: (
    <>
      <path d="M29 4h38l25 25v38L67 92H29L4 67V29z" className={styles.fill} />
      <path d="M33 33l30 30M63 33L33 63" className={styles.cut} strokeWidth="12" />
    </>
  ),
  question: (
    <>
      <rect x="5" y="5" width="86" height="86" rx="18" className={styles.fill} />
      <path d="M33 37a15 15 0 1 1 23 13c-6 4-8 6-8 11" className={styles.cut} strokeWidth="9.5" />
      <circle cx="48" cy="75" r="6" className={styles.hole} />
    </>
  ),
  stale: (
    <>
      <rect
        x="8"
        y="8"
        width="80"
        height="80"
        rx="16"
        className={styles.line}
        strokeWidth="8"
        strokeDasharray="18 13"
      />
      <path d="M28 52l24-24M28 72l44-44M46 72l26-26" className={styles.line} strokeWidth="8" />
    </>
  ),
  scan: (
    <>
      <path
        d="M6 28V6h22M68 6h22v22M90 68v22H68M28 90H6V68"
        className={styles.line}
        strokeWidth="7"
      />
      <path
        d="M24 30v36M36 30v36M48 30v36M60 30v36M72 30v36"
        className={styles.line}
        strokeWidth="5.5"
      />
    </>
  ),
  keypad: (
    <>
      <rect x="5" y="20" width="86" height="56" rx="9" className={styles.line} strokeWidth="7" />
      <path
        d="M23 38h.1M40 38h.1M57 38h.1M74 38h.1M23 50h.1M40 50h.1M57 50h.1M74 50h.1"
        className={styles.line}
        strokeWidth="8"
      />
      <path d="M30 63h36" className={styles.line} strokeWidth="7" />
    </>
  ),
  hourglass: (
    <path
      d="M22 8h52M22 88h52M28 8c0 24 14 28 20 40-6 12-20 16-20 40M68 8c0 24-14 28-20 40 6 12 20 16 20 40"
      className={styles.line}
      strokeWidth="7"
    />
  ),
  link: (
    <>
      <path
        d="M8 38c24-21 56-21 80 0M22 54c15-13 37-13 52 0"
        className={styles.line}
        strokeWidth="9"
      />
      <circle cx="48" cy="73" r="9" className={styles.fill} />
    </>
  ),
  "link-off": (
    <>
      <path
        d="M8 38c24-21 56-21 80 0M22 54c15-13 37-13 52 0"
        className={styles.line}
        strokeWidth="9"
      />
      <circle cx="48" cy="73" r="9" className={styles.fill} />
      <path d="M82 10L16 86" className={styles.cut} strokeWidth="22" />
      <path d="M82 10L16 86" className={styles.line} strokeWidth="9" />
    </>
  ),
  up: <path d="M48 84V16M24 40l24-25 24 25" className={styles.line} strokeWidth="9" />,
  scanner: (
    <>
      <path
        d="M10 16h46a8 8 0 0 1 8 8v14a8 8 0 0 1-8 8H42L32 82H16l9-36H10z"
        className={styles.line}
        strokeWidth="8"
      />
      <path d="M78 16l10-6M80 31h10M78 46l10 6" className={styles.line} strokeWidth="7" />
    </>
  ),
  backspace: (
    <>
      <path d="M32 18h54v60H32L8 48z" className={styles.line} strokeWidth="8" />
      <path d="M46 36l24 24M70 36L46 60" className={styles.line} strokeWidth="8" />
    </>
  ),
  person: (
    <>
      <circle cx="48" cy="30" r="20" className={styles.line} strokeWidth="9" />
      <path d="M12 86c3-22 17-30 36-30s33 8 36 30" className={styles.line} strokeWidth="9" />
    </>
  ),
  lock: (
    <>
      <rect x="18" y="42" width="60" height="46" rx="8" className={styles.line} strokeWidth="8" />
      <path d="M30 42V28a18 18 0 0 1 36 0v14" className={styles.line} strokeWidth="8" />
      <path d="M48 60v12" className={styles.line} strokeWidth="9" />
    </>
  ),
  tube: (
    <>
      <path d="M26 10h44" className={styles.line} strokeWidth="10" />
      <path d="M33 12v58a15 15 0 0 0 30 0V12" className={styles.line} strokeWidth="8" />
      <path d="M34 48h28" className={styles.line} strokeWidth="7" />
    </>
  ),
  thermometer: (
    <>
      <path
        d="M38 54V18a10 10 0 0 1 20 0v36a20 20 0 1 1-20 0z"
        className={styles.line}
        strokeWidth="8"
      />
      <path d="M48 34v36" className={styles.line} strokeWidth="8" />
    </>
  ),
  drop: (
    <path
      d="M48 10c18 24 26 36 26 50a26 26 0 0 1-52 0c0-14 8-26 26-50z"
      className={styles.line}
      strokeWidth="8"
    />
  ),
  rack: (
    <>
      <rect x="20" y="8" width="56" height="80" rx="6" className={styles.line} strokeWidth="8" />
      <path
        d="M32 30h24M32 48h24M32 66h24M66 30h.1M66 48h.1M66 66h.1"
        className={styles.line}
        strokeWidth="8"
      />
    </>
  ),
  arrow: <path d="M14 48h64M54 24l25 24-25 24" className={styles.line} strokeWidth="9" />,
};

/** Draws a sign in the current colour; its size comes from `className`. */
export function Sign({ name, className }: { name: SignName; className?: string | undefined }) {
  return (
    <svg viewBox="0 0 96 96" className={`${styles.sign} ${className ?? ""}`} aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
