/** Words of the way on and off duty in Chinese. */
export const DUTY_ZH = {
  title: "上岗",
} as const;
