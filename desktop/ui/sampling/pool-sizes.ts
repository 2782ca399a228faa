import type { PoolSize } from "@gatehouse/protocols/event/tube-events";

/*
 * The event contract's own numbers, written again: its module brings a schema library along that a
 * screen has no use for, and a test holds both together.
 */

/** Pool sizes in the order in which F3 goes through them. */
export const POOL_SIZES: readonly PoolSize[] = [1, 5, 10, 20];

/** The most swabs that can be counted in one tube. */
export const MAX_SWABS = 99;
