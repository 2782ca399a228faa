import { Button, type TableColumnsType } from "antd";
import type { OperatorRow } from "../../api/operators-view.ts";
import type { Texts } from "../live/use-texts.ts";

/** What a row's keys do. */
export interface OperatorActs {
  readonly edit: (row: OperatorRow) => void;
  readonly newPin: (row: OperatorRow) => void;
  readonly remove: (row: OperatorRow) => void;
}

/** What the columns are drawn from. */
export interface OperatorColumnsPart {
  readonly texts: Texts;
  readonly nowMs: number;
  readonly acts: OperatorActs;
}

/** Columns of the operators table. */
export function operatorColumns(part: OperatorColumnsPart): TableColumnsType<OperatorRow> {
  const { t, clock } = part.texts;
  return [
    {
      title: t("operators.column.name"),
      key: "name",
      sorter: (one, other) => one.name.localeCompare(other.name, "zh-CN"),
      render: (_, { name }) => <strong className="operator-name">{name}</strong>,
    },
    {
      title: t("operators.column.number"),
      key: "number",
      sorter: (one, other) => one.operatorId.localeCompare(other.operatorId),
      render: (_, { operatorId }) => operatorId,
    },
    {
      title: t("operators.column.roles"),
      key: "roles",
      render: (_, { roles }) =>
        roles.map((role) => t(`operators.role.${role}`)).join(t("operators.and")),
    },
    {
      title: t("operators.column.badge"),
      key: "badge",
      render: (_, { badgeTail }) =>
        badgeTail === null ? t("operators.noBadge") : `****${badgeTail}`,
    },
    {
      title: t("operators.column.until"),
      key: "until",
      sorter: (one, other) => endOf(one) - endOf(other),
      render: (_, row) => <UntilCell row={row} part={part} />,
    },
    {
      title: t("operators.column.changed"),
      key: "changed",
      sorter: (one, other) => one.changedAtMs - other.changedAtMs,
      render: (_, { changedAtMs }) => clock.moment(changedAtMs, part.nowMs),
    },
    {
      title: t("operators.column.acts"),
      key: "acts",
      render: (_, row) => <ActKeys row={row} part={part} />,
    },
  ];
}

function UntilCell(props: { readonly row: OperatorRow; readonly part: OperatorColumnsPart }) {
  const { validUntilMs } = props.row;
  const { t, clock } = props.part.texts;
  if (validUntilMs === null) return t("operators.noEnd");
  const day = clock.day(validUntilMs - 1);
  if (validUntilMs > props.part.nowMs) return day;
  return (
    <span className="has-ended">
      {day} {t("operators.ended")}
    </span>
  );
}

function ActKeys({ row, part }: { readonly row: OperatorRow; readonly part: OperatorColumnsPart }) {
  const { t } = part.texts;
  const { name } = row;
  return (
    <span className="act-keys">
      <Button
        size="small"
        aria-label={t("operators.act.editOf", { name })}
        onClick={() => part.acts.edit(row)}
      >
        {t("operators.act.edit")}
      </Button>
      <Button
        size="small"
        aria-label={t("operators.act.pinOf", { name })}
        onClick={() => part.acts.newPin(row)}
      >
        {t("operators.act.pin")}
      </Button>
      <Button
        size="small"
        danger
        aria-label={t("operators.act.removeOf", { name })}
        onClick={() => part.acts.remove(row)}
      >
        {t("operators.act.remove")}
      </Button>
    </span>
  );
}

function endOf({ validUntilMs }: OperatorRow): number {
  return validUntilMs ?? Number.MAX_SAFE_INTEGER;
}
