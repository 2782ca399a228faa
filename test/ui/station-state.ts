import type { Page } from "@playwright/test";
import type { FixtureHost } from "./fixture-host.ts";

/** One state of the screen and how it comes about. */
export interface StationState {
  readonly name: string;
  /** Words that must stand on the screen, by language. */
  readonly words: { readonly "zh-CN": readonly string[]; readonly en: readonly string[] };
  enter(host: FixtureHost, page: Page): Promise<void> | void;
}
