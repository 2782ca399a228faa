import type { TFunction } from "i18next";
import type { HelpTopics } from "../screen/help-dialog.tsx";

/** What the help page of a checkpoint explains. */
export function checkpointHelp(t: TFunction): HelpTopics {
  return {
    keys: [
      { key: "F2", does: t("help.key.F2") },
      { key: "F4", does: t("help.key.F4") },
    ],
    states: [
      {
        sign: "tick",
        look: "recorded",
        word: t("scan.recorded"),
        meaning: t("help.state.recorded"),
      },
      {
        sign: "warning",
        look: "notice",
        word: t("help.notRecorded"),
        meaning: t("help.state.notice"),
      },
    ],
  };
}
