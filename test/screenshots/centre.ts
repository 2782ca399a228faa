import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { type CentreSite, DIST_FOLDER, startCentreSite } from "../support/centre-site.ts";
import { startTestPostgres } from "../support/test-database.ts";
import { CENTRE_SCENES, type CentreScene, seedCentre } from "./centre-rows.ts";

/*
 * Takes pictures of the command centre from seeded rows:
 *   node test/screenshots/centre.ts --to FOLDER [--scene trouble] [--dist FOLDER]
 */

const NOW_MS = Date.parse("2026-11-22T09:41:05+08:00");
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
] as const;
const LANGUAGES = ["zh-CN", "en"] as const;

const { values } = parseArgs({
  options: {
    to: { type: "string" },
    scene: { type: "string", multiple: true },
    /** A build of the web app that no other program replaces meanwhile. */
    dist: { type: "string" },
  },
});
const folder = values.to ?? "screenshots";
const distFolder = values.dist ?? DIST_FOLDER;
const scenes = CENTRE_SCENES.filter((scene) => values.scene?.includes(scene) ?? true);
await mkdir(folder, { recursive: true });
const postgres = await startTestPostgres();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
});
try {
  for (const scene of scenes) await takeScene(scene);
} finally {
  await browser.close();
  await postgres.close();
}

async function takeScene(scene: CentreScene): Promise<void> {
  const database = await postgres.createDatabase();
  await seedCentre(database.kysely, scene, NOW_MS);
  const site = await startCentreSite({ database, nowMs: () => NOW_MS, distFolder });
  try {
    for (const size of SIZES) {
      for (const language of LANGUAGES) await takePages({ site, scene, size, language });
    }
    await takeSignInPages(site);
    if (scene === "well") await takeInterruption(site);
  } finally {
    await site.close();
  }
}

async function takePages(options: {
  readonly site: CentreSite;
  readonly scene: CentreScene;
  readonly size: (typeof SIZES)[number];
  readonly language: (typeof LANGUAGES)[number];
}): Promise<void> {
  const { site, scene, size, language } = options;
  const page = await openPage(browser, { site, size, language });
  const shoot = (name: string) =>
    page.screenshot({ path: join(folder, `${scene}-${name}-${language}-${size.width}.png`) });
  await page.locator(".kpis").waitFor();
  await shoot("board");
  await page.goto(`${site.url}/#/stations`);
  await page.locator(".office-card").waitFor();
  await shoot("stations");
  await page.context().close();
}

async function takeSignInPages(site: CentreSite): Promise<void> {
  const context = await browser.newContext({ viewport: SIZES[1] });
  const page = await context.newPage();
  await page.goto(site.url);
  await page.screenshot({ path: join(folder, "sign-in-needed.png") });
  await page.goto(`${site.url}/enter?t=used`);
  await page.screenshot({ path: join(folder, "link-not-valid.png") });
  await context.close();
}

async function takeInterruption(site: CentreSite): Promise<void> {
  const options = { site, size: SIZES[1] };
  const board = await openPage(browser, { ...options, language: "zh-CN" });
  await board.locator(".kpis").waitFor();
  const office = await openPage(browser, { ...options, language: "en" });
  await office.goto(`${site.url}/#/stations`);
  await office.locator(".office-card").waitFor();
  await site.close();
  for (const page of [board, office]) await page.locator(".lost-plate").waitFor();
  await board.screenshot({ path: join(folder, "lost-board.png") });
  await office.screenshot({ path: join(folder, "lost-stations.png") });
}

async function openPage(
  opened: Browser,
  options: {
    readonly site: CentreSite;
    readonly size: (typeof SIZES)[number];
    readonly language: string;
  },
): Promise<Page> {
  const context = await opened.newContext({ viewport: options.size, reducedMotion: "reduce" });
  await context.addInitScript((language) => {
    localStorage.setItem("gatehouse.language", language);
  }, options.language);
  const page = await context.newPage();
  await page.goto(await options.site.signInLink());
  return page;
}
