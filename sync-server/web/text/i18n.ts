import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";
import { type Texts, zhCN } from "./zh-cn.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Texts };
  }
}

/** BCP 47 tags of the languages there are. */
export type Language = "zh-CN" | "en";

const STORAGE_KEY = "gatehouse.language";

/** Starts with the language that this browser chose last; Chinese at first. */
export async function startTexts(storage: Storage, root: HTMLElement): Promise<void> {
  const first: Language = storage.getItem(STORAGE_KEY) === "en" ? "en" : "zh-CN";
  i18next.on("languageChanged", (language) => {
    root.lang = language;
    storage.setItem(STORAGE_KEY, language);
  });
  await i18next.use(initReactI18next).init({
    lng: first,
    fallbackLng: "zh-CN",
    resources: { "zh-CN": { translation: zhCN }, en: { translation: en } },
    // React escapes.
    interpolation: { escapeValue: false },
  });
}
