import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { EN } from "./en.ts";
import { ZH_CN } from "./zh-cn.ts";

/** Languages of a station's screen, the first one first. */
export type Language = "zh-CN" | "en";

const STORAGE_KEY = "gatehouse.language";

/**
 * Starts i18next with both languages bundled, in the language that was last chosen on this screen,
 * else in the one that the station was set up with (`?lang=`).
 */
export function setUpWords(storage: Storage, page: HTMLElement, search: string): void {
  const first = storage.getItem(STORAGE_KEY) ?? new URLSearchParams(search).get("lang");
  // Names and tails are shown as React text, which escapes; escaping here would show entities.
  void i18next.use(initReactI18next).init({
    lng: first === "en" ? "en" : "zh-CN",
    fallbackLng: "zh-CN",
    defaultNS: "station",
    resources: { "zh-CN": { station: ZH_CN }, en: { station: EN } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  page.lang = i18next.language;
  i18next.on("languageChanged", (language) => {
    page.lang = language;
    storage.setItem(STORAGE_KEY, language);
  });
}

/** Changes to the other language at once, and keeps it. */
export function switchLanguage(): void {
  const other: Language = i18next.language === "en" ? "zh-CN" : "en";
  void i18next.changeLanguage(other);
}
