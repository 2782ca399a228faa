import type { TFunction } from "i18next";
import type { HelpTopics } from "../screen/help-dialog.tsx";

/** What the help page of a machine room explains. */
export function roomHelp(t: TFunction): HelpTopics {
  return {
    keys: [
      { key: "F2", does: t("help.key.F2") },
      { key: "F4", does: t("help.key.F4") },
      { key: "F6", does: t("room.help.F6") },
    ],
    states: [
      {
        sign: "tick",
        look: "within",
        word: t("room.state.within"),
        meaning: t("room.help.within"),
      },
      {
        sign: "warning",
        look: "beyond",
        word: t("room.state.above"),
        meaning: t("room.help.beyond"),
      },
      {
        sign: "stale",
        look: "silent",
        word: t("room.state.silent"),
        meaning: t("room.help.silent"),
      },
    ],
  };
}
