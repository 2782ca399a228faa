import type { CheckpointView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { useTranslation } from "react-i18next";
import { PostFrame, type PostPageProps } from "../screen/post-frame.tsx";
import { useAct } from "../screen/use-act.ts";
import { bannerOf, scanReadiness } from "../state/health.ts";
import { checkpointHelp } from "./checkpoint-help.ts";
import styles from "./checkpoint-page.module.css";
import { Meanwhile } from "./meanwhile.tsx";
import { Rail } from "./rail.tsx";
import { StageArea } from "./stage-area.tsx";
import { undoOffer } from "./undo.ts";

/** The checkpoint: stage and rail in the frame; only the stage ever changes colour. */
export function CheckpointPage(props: PostPageProps & { readonly post: CheckpointView }) {
  const { t } = useTranslation();
  const { state, client, dispatch, post } = props;
  const { view, nowMs } = state;
  const { stage } = state.memory;
  const act = useAct(dispatch);
  const offer = undoOffer(post, nowMs);
  const undo = () => {
    if (offer.can) act(() => client.checkpoint.undo(offer.eventId));
    else dispatch({ type: "refused", code: offer.code, atMs: performance.now() });
  };
  return (
    <PostFrame
      {...props}
      keys={[{ key: "F4", label: t("key.undo"), onPress: undo, isDisabled: !offer.can }]}
      manual={{
        title: t("manual.title"),
        entry: t("manual.entry"),
        how: t("manual.how"),
        act: t("manual.record"),
        isNext: scanReadiness(view.devices) === "typing-only",
        record: client.checkpoint.recordTyped,
        meanwhile: stage.kind === "recorded" ? <Meanwhile stage={stage} /> : null,
      }}
      help={checkpointHelp(t)}
      dialog={null}
    >
      <main className={styles.main}>
        <StageArea view={view} post={post} stage={stage} isShort={bannerOf(view) !== null} />
        <Rail recent={post.recent} today={post.today} />
      </main>
    </PostFrame>
  );
}
