import { useTranslation } from "react-i18next";

/** Before the first data: nothing for 300 ms, then a word. */
export function Waiting({ isLost }: { readonly isLost: boolean }) {
  const { t } = useTranslation();
  return (
    <main className="waiting">
      <h1>{isLost ? t("link.lostBefore") : t("link.loading")}</h1>
      {isLost ? <p>{t("link.lostAction")}</p> : null}
    </main>
  );
}
