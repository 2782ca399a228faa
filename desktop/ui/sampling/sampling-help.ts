import type { TFunction } from "i18next";
import type { HelpTopics } from "../screen/help-dialog.tsx";

const KEYS = ["F2", "F3", "F4", "F7"] as const;

/** What the help page of a sampling table explains. */
export function samplingHelp(t: TFunction): HelpTopics {
  return {
    keys: KEYS.map((key) => ({ key, does: t(`sampling.help.${key}`) })),
    states: [
      {
        sign: "tick",
        look: "sealed",
        word: t("sampling.last.sealed"),
        meaning: t("sampling.help.sealed"),
      },
      {
        sign: "warning",
        look: "quarantined",
        word: t("sampling.last.quarantined"),
        meaning: t("sampling.help.quarantined"),
      },
      {
        sign: "warning",
        look: "notice",
        word: t("help.notRecorded"),
        meaning: t("sampling.help.notRecorded"),
      },
    ],
  };
}
