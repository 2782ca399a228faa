import type { Condition } from "../../api/station-view.ts";
import "./sign.css";

/** A shape for each condition; it never stands without its word. */
export function ConditionSign({ condition }: { readonly condition: Condition }) {
  return (
    <svg className={`sign sign-${condition}`} viewBox="0 0 96 96" aria-hidden="true">
      {SHAPES[condition]}
    </svg>
  );
}

const SHAPES = {
  online: (
    <>
      <circle cx="48" cy="48" r="44" className="sign-fill" />
      <path d="M28 49l14 14 27-29" className="sign-cut" />
    </>
  ),
  silent: <rect x="12" y="12" width="72" height="72" rx="6" className="sign-line" />,
  fault: (
    <>
      <path d="M30 4h36l26 26v36L66 92H30L4 66V30z" className="sign-fill" />
      <path d="M33 33l30 30M63 33L33 63" className="sign-cut" />
    </>
  ),
  never: <circle cx="48" cy="48" r="38" className="sign-line" strokeDasharray="16 14" />,
} as const;

/** Something a person should look at. */
export function AlarmSign() {
  return (
    <svg className="sign sign-alarm" viewBox="0 0 96 96" aria-hidden="true">
      <path d="M48 6l44 80H4z" className="sign-fill" />
      <path d="M48 36v24M48 72v2" className="sign-cut" />
    </svg>
  );
}

/** A value that is too old to be what is now. */
export function StaleSign() {
  return (
    <svg className="sign sign-stale" viewBox="0 0 96 96" aria-hidden="true">
      <rect
        x="10"
        y="10"
        width="76"
        height="76"
        rx="8"
        className="sign-line"
        strokeDasharray="19 11"
      />
      <path d="M26 58l32-32M28 74l46-46M46 76l28-28" className="sign-object" />
    </svg>
  );
}

/** Nobody knows. */
export function UnknownSign() {
  return (
    <svg className="sign sign-unknown" viewBox="0 0 96 96" aria-hidden="true">
      <rect x="4" y="4" width="88" height="88" rx="20" className="sign-fill" />
      <path d="M35 37a13 13 0 1 1 19 12c-4 3-6 5-6 10M48 72v2" className="sign-cut" />
    </svg>
  );
}

/** The product's mark: two posts and a bar. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 96 96" aria-hidden="true">
      <path
        d="M18 18v60M78 18v60M18 48h60"
        fill="none"
        stroke="currentColor"
        strokeWidth="13"
        strokeLinecap="square"
      />
    </svg>
  );
}
