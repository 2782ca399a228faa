import type { DutyView } from "@gatehouse/protocols/rpc/station-view";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../screen/dialog.tsx";
import { CountStep, type CountStepProps } from "./count-step.tsx";
import { QuarantineStep } from "./quarantine-step.tsx";
import { useSwabCount } from "./use-swab-count.ts";

/** What the dialog needs. */
export interface SealDialogProps extends Omit<CountStepProps, "count" | "onAside"> {
  readonly duty: DutyView;
}

/** F7: the swabs are counted blind. Equal numbers seal; others are counted again or put aside by a supervisor. */
export function SealDialog(props: SealDialogProps) {
  const { tube, client, dispatch, onClose } = props;
  const { t } = useTranslation();
  const count = useSwabCount();
  const [isAside, setAside] = useState(false);
  const { swabs } = count;
  // Somebody more may have been recorded meanwhile.
  const differs = swabs !== null && swabs !== tube.members.length;
  const back = () => setAside(false);
  if (isAside && differs) {
    return (
      <Dialog title={t("sampling.quarantine.title")} onClose={back}>
        <QuarantineStep
          tube={tube}
          swabs={swabs}
          presented={props.duty.presented}
          submit={async (supervisor) => {
            const { tubeId } = tube;
            const outcome = await client.sampling.quarantine({ tubeId, swabs, supervisor });
            if (outcome.kind === "unknown") dispatch({ type: "outcome-unknown" });
            return outcome;
          }}
          onBack={back}
          onDone={onClose}
        />
      </Dialog>
    );
  }
  return (
    <Dialog title={t("sampling.seal.title")} onClose={onClose}>
      <CountStep {...props} count={count} onAside={() => setAside(true)} />
    </Dialog>
  );
}
