import type { SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { PostFrame, type PostPageProps } from "../screen/post-frame.tsx";
import { useAct } from "../screen/use-act.ts";
import { scanReadiness } from "../state/health.ts";
import { Meanwhile } from "./meanwhile.tsx";
import { isFull, type Undone } from "./next-step.ts";
import { NextStepBand } from "./next-step-band.tsx";
import { NextTubeCard } from "./next-tube-card.tsx";
import { OpenTubeCard } from "./open-tube-card.tsx";
import { samplingHelp } from "./sampling-help.ts";
import { type KeyOffer, poolSizeOffer, sealOffer, undoOffer } from "./sampling-keys.ts";
import styles from "./sampling-page.module.css";
import { SealDialog } from "./seal-dialog.tsx";
import { TubeLists } from "./tube-lists.tsx";

/** What the page needs. */
export type SamplingPageProps = PostPageProps & { readonly post: SamplingView };

/** The sampling table: the next step above everything, the tube, and who is in it. */
export function SamplingPage(props: SamplingPageProps) {
  const { t } = useTranslation();
  const { state, client, dispatch, post } = props;
  const { view, nowMs } = state;
  const { stage } = state.memory;
  const acts = useSamplingActs(props);
  const readiness = scanReadiness(view.devices);
  const notice = stage.kind === "notice" ? stage.code : null;
  const { tube } = post;
  const isSealing = tube !== null && acts.sealingId === tube.tubeId;
  return (
    <PostFrame
      {...props}
      keys={acts.keys}
      manual={{
        title: t("sampling.manual.title"),
        entry: t("sampling.manual.entry"),
        how: t("sampling.manual.how"),
        act: t("sampling.manual.act"),
        isNext: readiness === "typing-only" && !(tube && isFull(tube)),
        record: client.sampling.enter,
        meanwhile: <Meanwhile post={post} nowMs={nowMs} />,
      }}
      help={samplingHelp(t)}
      dialog={
        isSealing ? (
          <SealDialog
            tube={tube}
            duty={view.duty}
            client={client}
            dispatch={dispatch}
            notice={notice}
            onClose={acts.endSealing}
          />
        ) : null
      }
    >
      <main className={styles.main}>
        <NextStepBand post={post} readiness={readiness} undone={acts.undone} notice={notice} />
        {tube ? (
          <OpenTubeCard tube={tube} counts={post.counts} nowMs={nowMs} />
        ) : (
          <NextTubeCard post={post} onChoose={acts.choose} />
        )}
        <TubeLists post={post} nowMs={nowMs} />
      </main>
    </PostFrame>
  );
}

/** What the table's own keys do, and what they left behind. */
function useSamplingActs({ state, client, dispatch, post }: SamplingPageProps) {
  const act = useAct(dispatch);
  const [sealingId, setSealingId] = useState<string | null>(null);
  const [undone, setUndone] = useState<Undone | null>(null);
  const isOnDuty = state.view.duty.state === "on";
  useEffect(() => {
    if (!isOnDuty) setSealingId(null);
  }, [isOnDuty]);
  const offers = { pool: poolSizeOffer(post), undo: undoOffer(post), seal: sealOffer(post) };
  const refuse = (code: string) => dispatch({ type: "refused", code, atMs: performance.now() });
  const choose = (size: SamplingView["poolSize"]) =>
    act(() => client.sampling.choosePoolSize(size));
  const undo = (eventId: string) => {
    const { tube } = post;
    if (tube) setUndone({ tubeId: tube.tubeId, position: tube.members.length });
    act(() => client.sampling.undo(eventId));
  };
  const press = <Thing,>(offer: KeyOffer<Thing>, run: (thing: Thing) => void) => ({
    isDisabled: !offer.can,
    onPress: () => (offer.can ? run(offer.thing) : refuse(offer.code)),
  });
  const labels = useKeyLabels(post);
  return {
    choose,
    undone,
    sealingId,
    endSealing: () => setSealingId(null),
    keys: [
      { key: "F3", label: labels.pool, ...press(offers.pool, choose) },
      { key: "F4", label: labels.undo, ...press(offers.undo, undo) },
      {
        key: "F7",
        label: labels.seal,
        isHot: post.tube !== null && isFull(post.tube),
        ...press(offers.seal, (tube) => setSealingId(tube.tubeId)),
      },
    ],
  };
}

function useKeyLabels({ tube, poolSize }: SamplingView) {
  const { t } = useTranslation();
  const isTubeEmpty = tube?.members.length === 0;
  return {
    pool: t("sampling.key.pool", { size: tube?.capacity ?? poolSize }),
    undo: t(isTubeEmpty ? "sampling.key.undoTube" : "sampling.key.undo"),
    seal: t("sampling.key.seal"),
  };
}
