import type { Words } from "../words/zh-cn.ts";

/** Words of a sampling table in English. */
export const SAMPLING_EN: Words["sampling"] = {
  title: "Sampling",
};
