import type { SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import { useTranslation } from "react-i18next";
import { Sign, type SignName } from "../sign/signs.tsx";
import type { ScanReadiness } from "../state/health.ts";
import { OUTCOME_UNKNOWN } from "../state/screen-state.ts";
import { errorWords } from "../words/error-words.ts";
import { callOf, doneOf, STEPS, type Step, stepOf, type Undone } from "./next-step.ts";
import styles from "./next-step-band.module.css";

const SIGNS: Readonly<Record<Step, SignName>> = { tube: "tube", person: "person", seal: "tube" };

/** What the band needs. */
export interface NextStepBandProps {
  readonly post: SamplingView;
  readonly readiness: ScanReadiness;
  readonly undone: Undone | null;
  /** Code of what was just refused; null when nothing was. */
  readonly notice: string | null;
}

/** The one thing to do next, what was just done, and where in the order of work that is. */
export function NextStepBand(props: NextStepBandProps) {
  const { post, notice } = props;
  return (
    <div className={styles.area} role="status" aria-live="assertive">
      {notice === null ? <NextStep {...props} step={stepOf(post)} /> : <Refusal code={notice} />}
    </div>
  );
}

function NextStep({ post, readiness, undone, step }: NextStepBandProps & { step: Step }) {
  const { t } = useTranslation();
  const isTyped = readiness === "typing-only";
  const done = doneOf(post, undone, t);
  const how = readiness === "wait" && step !== "seal" ? t("idle.waitHow") : null;
  return (
    <section className={styles.band} data-band="next">
      <Sign name={SIGNS[step]} className={styles.sign} />
      <div className={styles.words}>
        <h2 className={styles.call}>{callOf(post, isTyped, t)}</h2>
        <p className={styles.done}>
          {step === "seal" && (
            <b className={styles.how}>
              {t("sampling.next.fullHow")}
              {t("dot")}
            </b>
          )}
          {how ?? done}
        </p>
      </div>
      <Steps current={step} />
    </section>
  );
}

function Steps({ current }: { current: Step }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.steps} aria-label={t("sampling.steps")}>
      {STEPS.map((step, at) => (
        <li key={step} className={styles.step} aria-current={step === current ? "step" : undefined}>
          {at > 0 && <Sign name="arrow" className={styles.arrow} />}
          <span>{t(`sampling.step.${step}`)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Something was read or asked for and not done: what, and what to do instead. */
function Refusal({ code }: { code: string }) {
  const { t, i18n } = useTranslation();
  const own = code === OUTCOME_UNKNOWN ? "sampling.unknown" : "notice.unknown";
  const words = errorWords(code, i18n.language) ?? {
    title: t(`${own}.title`),
    action: t(`${own}.action`),
  };
  return (
    <section className={styles.refusal} data-band="notice">
      <Sign name="warning" className={styles.sign} />
      <div className={styles.words}>
        <h2 className={styles.call}>{words.title}</h2>
        <p className={styles.done}>{words.action}</p>
      </div>
    </section>
  );
}
