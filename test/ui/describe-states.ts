import type { Browser } from "@playwright/test";
import { expect as expectPage } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FixtureHost, startFixtureHost } from "./fixture-host.ts";
import { axeViolations, badTargets, clippedTexts } from "./page-checks.ts";
import { type LANGUAGES, openWindow, SIZES, startBrowser } from "./station-browser.ts";
import type { StationState } from "./station-state.ts";

/** How a post's states are looked at. */
export interface StateLook {
  readonly post: string;
  readonly states: readonly StationState[];
  readonly language: (typeof LANGUAGES)[number];
  readonly isNight: boolean;
}

/** Runs every state of a post in one language: its words, its fit at each size, its targets, axe. */
export function describeStates({ post, states, language, isNight }: StateLook): void {
  describe(`${post} in ${language}, by ${isNight ? "night" : "day"}`, () => {
    let browser: Browser;
    let host: FixtureHost;
    let window: Awaited<ReturnType<typeof openWindow>>;
    beforeAll(async () => {
      host = await startFixtureHost();
      browser = await startBrowser();
      window = await openWindow(browser, { language, isNight });
      // The clock stands still, so that a scan stays on the stage while it is looked at.
      await window.page.clock.setFixedTime(Date.now());
    });
    afterAll(async () => {
      await browser.close();
      await host.close();
    });

    it.each(states)(
      "shows $name: its words, whole at every size, reachable for everyone",
      async (state) => {
        const { page, errors } = window;
        await host.reset();
        await host.open(page);
        await state.enter(host, page);
        for (const word of state.words[language]) {
          await expectPage(page.locator("body")).toContainText(word);
        }
        for (const size of SIZES) {
          await page.setViewportSize({ ...size });
          const at = `${size.width} × ${size.height}`;
          await expect.poll(() => clippedTexts(page), { message: at }).toEqual([]);
          expect(await badTargets(page), at).toEqual([]);
        }
        expect(await axeViolations(page)).toEqual([]);
        expect(errors).toEqual([]);
      },
    );
  });
}
