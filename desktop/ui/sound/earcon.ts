/** Sounds of a station; none is a verdict's. */
export type Earcon = "click" | "knocks" | "rising" | "double" | "descending";
