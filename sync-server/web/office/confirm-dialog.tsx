import type { Texts } from "../live/use-texts.ts";
import { FaultAlert } from "./fault-alert.tsx";
import { OfficeDialog } from "./office-dialog.tsx";
import { useAct } from "./use-act.ts";

/** What is asked and what a yes does. */
export interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** The word on the key that does it. */
  readonly yes: string;
  readonly isDanger: boolean;
  readonly isLost: boolean;
  readonly texts: Texts;
  readonly confirm: () => Promise<void>;
  readonly close: () => void;
}

/** Asks before something that cannot be taken back; stays open while it runs and when it fails. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const act = useAct();
  return (
    <OfficeDialog
      width={460}
      title={props.title}
      okText={props.yes}
      cancelText={props.texts.t("operators.act.cancel")}
      okType={props.isDanger ? "default" : "primary"}
      okButtonProps={{ danger: props.isDanger, loading: act.isBusy, disabled: props.isLost }}
      cancelButtonProps={{ autoFocus: true, disabled: act.isBusy }}
      closable={!act.isBusy}
      onOk={() => act.run(props.confirm)}
      onCancel={props.close}
    >
      <FaultAlert failure={act.failure} />
      <p className="dialog-text">{props.text}</p>
    </OfficeDialog>
  );
}
