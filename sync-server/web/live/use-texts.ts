import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ageParts } from "../format/age.ts";
import { type ClockTime, clockTime } from "../format/clock-time.ts";

/** All words and times of a screen. */
export interface Texts {
  readonly t: TFunction;
  readonly clock: ClockTime;
  /** `14 分`, `1 h 4 min`. */
  readonly age: (lengthMs: number) => string;
  /** `1,204,331`. */
  readonly count: (count: number) => string;
}

/** Words in the chosen language, times in the centre's zone. */
export function useTexts(timeZone: string): Texts {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => {
    const digits = new Intl.NumberFormat("en");
    return {
      t,
      clock: clockTime(timeZone, language),
      age: (lengthMs) => {
        const { key, ...parts } = ageParts(lengthMs);
        return t(`age.${key}`, parts);
      },
      count: (count) => digits.format(count),
    };
  }, [t, language, timeZone]);
}
