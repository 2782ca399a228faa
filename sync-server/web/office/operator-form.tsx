import { Form } from "antd";
import type { OperatorRow } from "../../api/operators-view.ts";
import type { EditOperatorInput, NewOperatorInput } from "../../operators/operator-input.ts";
import type { Texts } from "../live/use-texts.ts";
import { FaultAlert } from "./fault-alert.tsx";
import { OfficeDialog } from "./office-dialog.tsx";
import { editOf, entryOf, newOf, type OperatorEntry } from "./operator-entry.ts";
import { BadgeFields, RoleField, UntilField, WhoFields } from "./operator-fields.tsx";
import { useAct } from "./use-act.ts";

const FORM_ID = "operator";

/** What the dialog is for: a new person, or a known one. */
export interface OperatorFormProps {
  /** The person to change; null for a new one. */
  readonly row: OperatorRow | null;
  readonly texts: Texts;
  readonly isLost: boolean;
  readonly add: (input: NewOperatorInput) => Promise<void>;
  readonly edit: (input: EditOperatorInput) => Promise<void>;
  readonly close: () => void;
}

/** The dialog in which a person is entered or changed. */
export function OperatorForm({ row, texts, isLost, add, edit, close }: OperatorFormProps) {
  const { t } = texts;
  const act = useAct();
  const name = row?.name ?? "";
  return (
    <OfficeDialog
      width={640}
      title={row ? t("operators.form.editTitle", { name }) : t("operators.form.addTitle")}
      okText={t("operators.act.save")}
      cancelText={t("operators.act.cancel")}
      okButtonProps={{ htmlType: "submit", form: FORM_ID, loading: act.isBusy, disabled: isLost }}
      cancelButtonProps={{ disabled: act.isBusy }}
      closable={!act.isBusy}
      onCancel={close}
    >
      <FaultAlert failure={act.failure} />
      <Form<OperatorEntry>
        name={FORM_ID}
        layout="vertical"
        requiredMark={false}
        autoComplete="off"
        initialValues={entryOf(row, texts)}
        onFinish={(entry) => act.run(() => (row ? edit(editOf(entry, row)) : add(newOf(entry))))}
      >
        <WhoFields row={row} texts={texts} />
        <RoleField texts={texts} />
        <BadgeFields row={row} texts={texts} />
        <UntilField texts={texts} />
      </Form>
      {row ? null : <p className="form-note">{t("operators.form.pinFollows")}</p>}
    </OfficeDialog>
  );
}
