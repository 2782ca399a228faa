/** Words of a machine room in Chinese. */
export const ROOM_ZH = {
  title: "机房",
} as const;
