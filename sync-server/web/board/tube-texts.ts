import type { ClosedTube } from "../../api/sampling-view.ts";
import type { Texts } from "../live/use-texts.ts";

/** `10 人 9 支`; a tube whose swabs nobody counted has its persons only. */
export function tubeCounts(tube: ClosedTube, { t }: Texts): string {
  const { members, swabs } = tube;
  if (swabs === null) return t("sampling.members", { count: members });
  return t("sampling.counts", { members, swabs });
}
