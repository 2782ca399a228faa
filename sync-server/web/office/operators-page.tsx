import { Alert, Button, Input, Table } from "antd";
import { useMemo, useState } from "react";
import type { OperatorRow, OperatorsView } from "../../api/operators-view.ts";
import type { OperatorsClient } from "../live/board-link.ts";
import type { Texts } from "../live/use-texts.ts";
import { type OperatorActs, operatorColumns } from "./operator-columns.tsx";
import { type OpenDialog, OperatorDialogs } from "./operator-dialogs.tsx";
import { OperatorFacts } from "./operator-facts.tsx";
import { useDialog } from "./use-dialog.ts";
import { useOperators } from "./use-operators.ts";
import "./operators.css";

/** A screen's worth and more. */
const ROWS_ON_A_PAGE = 50;

interface PageProps {
  readonly client: OperatorsClient;
  /** The centre's clock now, Unix ms. */
  readonly nowMs: number;
  readonly isLost: boolean;
  readonly texts: Texts;
}

/** Who may stand at posts, and which stations know it. */
export function OperatorsPage({ client, nowMs, isLost, texts }: PageProps) {
  const { t, clock } = texts;
  const { view, isStale, reload } = useOperators(client);
  const [dialog, show] = useDialog();
  return (
    <div className="office-content">
      <div className="page-head">
        <h1>{t("nav.operators")}</h1>
        <Button type="primary" disabled={isLost} onClick={() => show({ kind: "add" })}>
          {t("operators.add")}
        </Button>
      </div>
      {isStale && view ? (
        <Alert
          className="fault"
          type="error"
          role="alert"
          title={t("operators.stale", { time: clock.time(view.nowMs) })}
          showIcon
        />
      ) : null}
      <OperatorFacts view={view} nowMs={nowMs} texts={texts} />
      <section className="office-card" aria-label={t("operators.table")}>
        {view ? (
          <OperatorList view={view} nowMs={nowMs} texts={texts} show={show} />
        ) : (
          <p className="list-waiting">{t("link.loading")}</p>
        )}
      </section>
      <OperatorDialogs {...{ dialog, client, texts, isLost, show, reload }} />
    </div>
  );
}

interface ListProps {
  readonly view: OperatorsView;
  readonly nowMs: number;
  readonly texts: Texts;
  readonly show: (dialog: OpenDialog) => void;
}

function OperatorList({ view, nowMs, texts, show }: ListProps) {
  const { t } = texts;
  const [sought, setSought] = useState("");
  const columns = useMemo(
    () => operatorColumns({ texts, nowMs, acts: actsOf(show) }),
    [texts, nowMs, show],
  );
  if (view.operators.length === 0) {
    return (
      <div className="office-empty">
        <strong>{t("operators.emptyTitle")}</strong>
        <p>{t("operators.emptyText")}</p>
      </div>
    );
  }
  return (
    <>
      <Input
        className="list-search"
        allowClear
        aria-label={t("operators.find")}
        placeholder={t("operators.find")}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      <Table
        className="operator-table"
        rowKey="operatorId"
        columns={columns}
        dataSource={view.operators.filter((row) => isSought(row, sought))}
        showSorterTooltip={false}
        locale={{ emptyText: t("operators.foundNone") }}
        pagination={view.operators.length > ROWS_ON_A_PAGE && { pageSize: ROWS_ON_A_PAGE }}
      />
    </>
  );
}

function actsOf(show: (dialog: OpenDialog) => void): OperatorActs {
  return {
    edit: (row) => show({ kind: "edit", row }),
    newPin: (row) => show({ kind: "new-pin", row }),
    remove: (row) => show({ kind: "remove", row }),
  };
}

function isSought({ name, operatorId }: OperatorRow, sought: string): boolean {
  const words = sought.trim().toLowerCase();
  return name.toLowerCase().includes(words) || operatorId.toLowerCase().includes(words);
}
