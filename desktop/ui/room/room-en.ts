import type { Words } from "../words/zh-cn.ts";

/** Words of a machine room in English. */
export const ROOM_EN: Words["room"] = {
  title: "Room",
};
