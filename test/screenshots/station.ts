import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { startFixtureHost } from "../ui/fixture-host.ts";
import { LANGUAGES, openWindow, SIZES, startBrowser } from "../ui/station-browser.ts";
import { STATES } from "../ui/station-states.ts";

/*
 * Takes the checkpoint's screen in every state, language, day and night:
 *   node test/screenshots/station.ts FOLDER [STATE] [WIDTHxHEIGHT]
 */
const [folder = "test-results/station", only, wanted = "1366x768"] = process.argv.slice(2);
const size = SIZES.find(({ width, height }) => `${width}x${height}` === wanted) ?? SIZES[0];
await mkdir(resolve(folder), { recursive: true });
const browser = await startBrowser();
try {
  for (const state of STATES.filter(({ name }) => !only || name.startsWith(only))) {
    for (const language of LANGUAGES) {
      for (const isNight of [false, true]) {
        const host = await startFixtureHost();
        const { page, context } = await openWindow(browser, { language, isNight, size });
        await host.open(page);
        await page.locator('[data-page="station"]').waitFor();
        await state.enter(host, page);
        await page
          .getByText(state.words[language][0] ?? "")
          .first()
          .waitFor();
        // Past the 80 ms dip, short of the 2 s after which a scan leaves the stage.
        await page.evaluate(() => new Promise((done) => setTimeout(done, 250)));
        const name = [state.name, language, isNight ? "night" : "day"].join(".");
        await page.screenshot({ path: join(resolve(folder), `${name}.png`) });
        await context.close();
        await host.close();
      }
    }
  }
} finally {
  await browser.close();
}
