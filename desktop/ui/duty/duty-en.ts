import type { Words } from "../words/zh-cn.ts";

/** Words of the way on and off duty in English. */
export const DUTY_EN: Words["duty"] = {
  title: "Sign in",
};
