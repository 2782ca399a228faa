import type { SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import styles from "./meanwhile.module.css";

/** How long somebody who was just recorded is news. */
const NEWS_MS = 4_000;

/** Somebody who was recorded while a code is being typed. */
export function Meanwhile({ post, nowMs }: { post: SamplingView; nowMs: number }) {
  const { t } = useTranslation();
  const last = post.tube?.members.at(-1);
  if (!last || nowMs - last.atMs >= NEWS_MS) return null;
  const { position, maskedTail } = last;
  return (
    <p className={styles.meanwhile}>
      <Sign name="tick" />
      {t("sampling.manual.added", { position, tail: maskedTail })}
    </p>
  );
}
