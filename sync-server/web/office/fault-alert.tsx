import { ERROR_TABLE, isErrorCode } from "@gatehouse/protocols/error/error-table";
import { TRPCClientError } from "@trpc/client";
import { Alert } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { CentreRouter } from "../../api/centre-router.ts";

/** Says why an act failed and what to do; nothing while there is no failure. */
export function FaultAlert({ failure }: { readonly failure: unknown }) {
  const { t, i18n } = useTranslation();
  if (failure === null) return null;
  const { title, action } = faultWords(failure, t, i18n.language === "en");
  const words = (
    <>
      <strong>{title}</strong>
      {t("operators.stop")}
      {action}
    </>
  );
  return <Alert className="fault" type="error" role="alert" title={words} showIcon />;
}

function faultWords(failure: unknown, t: TFunction, isEnglish: boolean) {
  const refused = failure instanceof TRPCClientError ? failure : null;
  if (refused && isErrorCode(refused.message)) {
    const row = ERROR_TABLE[refused.message];
    return isEnglish
      ? { title: row.en, action: row.actionEn }
      : { title: row.zh, action: row.actionZh };
  }
  const kind = kindOf(refused);
  return { title: t(`operators.fault.${kind}`), action: t(`operators.fault.${kind}Action`) };
}

function kindOf(refused: TRPCClientError<CentreRouter> | null): "broken" | "invalid" | "failed" {
  // Only an answer carries data: without it the line broke before one came.
  if (refused && !refused.data) return "broken";
  return refused?.data?.code === "BAD_REQUEST" ? "invalid" : "failed";
}
