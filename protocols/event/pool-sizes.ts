/** Persons whose swabs one tube takes. */
export const POOL_SIZES = [1, 5, 10, 20] as const;
/** See `POOL_SIZES`. */
export type PoolSize = (typeof POOL_SIZES)[number];

/** Swabs that can be counted in one tube; more is a slip of the finger. */
export const MAX_SWABS = 99;
