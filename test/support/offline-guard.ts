/** The one guard of a station that was enrolled offline. */
export const OFFLINE_GUARD = { operatorId: "1001", name: "李卫", pin: "417203" } as const;
