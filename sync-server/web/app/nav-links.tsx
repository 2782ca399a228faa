import { useTranslation } from "react-i18next";
import type { Language } from "../text/i18n.ts";
import { type Page, pageHref } from "./use-page.ts";

/** Link to another page, for the board's head. */
export function PageLink({ page }: { readonly page: Page }) {
  const { t } = useTranslation();
  return (
    <a className="quiet-key" href={pageHref(page)}>
      {t(`nav.${page}`)}
    </a>
  );
}

/** Switches between Chinese and English; written in the language it leads to. */
export function LanguageKey() {
  const { t, i18n } = useTranslation();
  const other: Language = i18n.language === "en" ? "zh-CN" : "en";
  return (
    <button
      type="button"
      className="quiet-key"
      lang={other}
      aria-label={t("language.label")}
      onClick={() => void i18n.changeLanguage(other)}
    >
      {t("language.switchTo")}
    </button>
  );
}
