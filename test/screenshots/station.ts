import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { CHECKPOINT_STATES } from "../ui/checkpoint-states.ts";
import { DUTY_STATES } from "../ui/duty-states.ts";
import { startFixtureHost } from "../ui/fixture-host.ts";
import { ROOM_STATES } from "../ui/room-states.ts";
import { SAMPLING_STATES } from "../ui/sampling-states.ts";
import { LANGUAGES, openWindow, SIZES, startBrowser } from "../ui/station-browser.ts";
import type { StationState } from "../ui/station-state.ts";

/*
 * Takes the station's screen in every state and language, by day and by night:
 *   node test/screenshots/station.ts FOLDER [STATE…] [WIDTHxHEIGHT]
 */
const [folder = "test-results/station", ...wanted] = process.argv.slice(2);
const size = SIZES.find(({ width, height }) => wanted.includes(`${width}x${height}`)) ?? SIZES[0];
const names = wanted.filter((word) => !/^\d+x\d+$/.test(word));
const STATES = [...CHECKPOINT_STATES, ...DUTY_STATES, ...SAMPLING_STATES, ...ROOM_STATES];
const states = STATES.filter(({ name }) => names.length === 0 || names.includes(name));

await mkdir(resolve(folder), { recursive: true });
const browser = await startBrowser();
try {
  for (const state of states) await takeState(browser, state);
} finally {
  await browser.close();
}

async function takeState(browser: Browser, state: StationState): Promise<void> {
  for (const language of LANGUAGES) {
    const host = await startFixtureHost();
    const { page, context } = await openWindow(browser, { language, size });
    // The clock stands still, so that a scan stays on the stage until it is taken.
    await page.clock.setFixedTime(Date.now());
    await host.open(page);
    await state.enter(host, page);
    const word = state.words[language][0] ?? "";
    await page.getByText(word).first().waitFor();
    await page.locator("html[data-night]").waitFor();
    await take(page, `${state.name}.${language}.day`);
    await page.evaluate(() => {
      document.documentElement.dataset.night = "on";
    });
    await take(page, `${state.name}.${language}.night`);
    await context.close();
    await host.close();
  }
}

async function take(page: Page, name: string): Promise<void> {
  // Past the 80 ms dip between two scans.
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(resolve(folder), `${name}.png`) });
}
