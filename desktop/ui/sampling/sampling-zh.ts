/** Words of a sampling table in Chinese. */
export const SAMPLING_ZH = {
  title: "采样",
} as const;
