import "i18next";
import type { ZH_CN } from "./zh-cn.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "station";
    resources: { station: typeof ZH_CN };
    returnNull: false;
  }
}
