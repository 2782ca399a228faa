import type { OperatorRow } from "../../api/operators-view.ts";
import type { OperatorsClient } from "../live/board-link.ts";
import type { Texts } from "../live/use-texts.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { OperatorForm } from "./operator-form.tsx";
import { PinDialog } from "./pin-dialog.tsx";

/** The dialog over the page; null: none. */
export type OpenDialog =
  | { readonly kind: "add" }
  | { readonly kind: "edit" | "new-pin" | "remove"; readonly row: OperatorRow }
  | { readonly kind: "pin"; readonly name: string; readonly pin: string }
  | null;

/** What the dialogs work with. */
export interface OperatorDialogsProps {
  readonly dialog: OpenDialog;
  readonly client: OperatorsClient;
  readonly texts: Texts;
  readonly isLost: boolean;
  readonly show: (dialog: OpenDialog) => void;
  /** Called after each change, before its dialog closes. */
  readonly reload: () => Promise<void>;
}

/** The dialogs of the operators page, one at a time. */
export function OperatorDialogs(props: OperatorDialogsProps) {
  const { dialog, client, show, reload, ...part } = props;
  const close = () => show(null);
  if (dialog === null) return null;
  if (dialog.kind === "pin") return <PinDialog {...dialog} {...part} close={close} />;
  if (dialog.kind === "new-pin" || dialog.kind === "remove") {
    return <RowQuestion {...props} kind={dialog.kind} row={dialog.row} />;
  }
  return (
    <OperatorForm
      {...part}
      row={dialog.kind === "edit" ? dialog.row : null}
      add={async (input) => {
        const { pin } = await client.add.mutate(input);
        // First of all: it is told this once, whatever the list does.
        show({ kind: "pin", name: input.name, pin });
        await reload();
      }}
      edit={async (input) => {
        await client.edit.mutate(input);
        await reload();
        close();
      }}
      close={close}
    />
  );
}

function RowQuestion(
  props: OperatorDialogsProps & { readonly kind: "new-pin" | "remove"; readonly row: OperatorRow },
) {
  const { kind, row, client, texts, show, reload } = props;
  const { operatorId, name } = row;
  const words = kind === "remove" ? "removal" : "newPin";
  async function confirm(): Promise<void> {
    if (kind === "remove") {
      await client.remove.mutate({ operatorId });
      await reload();
      return show(null);
    }
    const { pin } = await client.newPin.mutate({ operatorId });
    show({ kind: "pin", name, pin });
    await reload();
  }
  return (
    <ConfirmDialog
      title={texts.t(`operators.${words}.title`, { name })}
      text={texts.t(`operators.${words}.text`)}
      yes={texts.t(`operators.${words}.confirm`)}
      isDanger={kind === "remove"}
      isLost={props.isLost}
      texts={texts}
      confirm={confirm}
      close={() => show(null)}
    />
  );
}
