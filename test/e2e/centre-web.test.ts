import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium, expect, type Page } from "@playwright/test";
import { afterAll, beforeAll, describe, it, onTestFinished } from "vitest";
import { type CentreScene, seedCentre } from "../screenshots/centre-rows.ts";
import { type CentreSite, startCentreSite } from "../support/centre-site.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../support/test-database.ts";

const NOW_MS = Date.parse("2026-11-22T09:41:05+08:00");
const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const AXE_FILE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const LARGE = { width: 1920, height: 1080 };
const SMALL = { width: 1366, height: 768 };

let postgres: TestPostgres;
let browser: Browser;
let distFolder: string;

beforeAll(async () => {
  distFolder = await mkdtemp(join(tmpdir(), "gh-web-"));
  const vite = join(REPOSITORY, "node_modules/vite/bin/vite.js");
  const build = [vite, "build", "sync-server/web", "--outDir", distFolder];
  const started = [
    startTestPostgres(),
    chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
    }),
    // The test runner's own NODE_ENV would build the development version.
    promisify(execFile)(process.execPath, build, {
      cwd: REPOSITORY,
      env: { NODE_ENV: "production" },
    }),
  ] as const;
  [postgres, browser] = await Promise.all(started);
});

afterAll(async () => {
  await browser.close();
  await postgres.close();
  await rm(distFolder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  readonly site: CentreSite;
  readonly database: TestDatabase;
  /** What the browser complained of: script errors, refused styles, failed loads. */
  readonly complaints: string[];
}

async function open(
  scene: CentreScene,
  viewport: { readonly width: number; readonly height: number } = LARGE,
): Promise<Opened> {
  const database = await postgres.createDatabase();
  await seedCentre(database.kysely, scene, NOW_MS);
  const site = await startCentreSite({ database, nowMs: () => NOW_MS, distFolder });
  onTestFinished(() => site.close());
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(await site.signInLink());
  await page.locator(".kpis").waitFor();
  return { page, site, database, complaints };
}

/** Rules that axe finds broken on the page as it stands. */
async function brokenRules(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE_FILE, "utf8"));
  return page.evaluate(async () => {
    const axe = Reflect.get(window, "axe");
    const { violations } = await axe.run(document);
    return violations.map(
      (rule: { id: string; nodes: { html: string }[] }) => `${rule.id}: ${rule.nodes[0]?.html}`,
    );
  });
}

/** Texts that are wider or higher than the box that shows them, names and what somebody wrote apart. */
function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".board :is(span,strong,h1,h2,dt,dd,p,time,code)")]
      .filter(
        (box) => box.offsetParent !== null && !box.matches(".tile-name, .feed-place, .free-text"),
      )
      .filter((box) => {
        const frame = box.closest(".panel, .head")?.getBoundingClientRect();
        const own = box.getBoundingClientRect();
        const isOutside = frame && (own.right > frame.right + 1 || own.bottom > frame.bottom + 1);
        return isOutside || box.scrollWidth > box.clientWidth + 1;
      })
      .filter((box) => getComputedStyle(box).display !== "inline")
      .map((box) => box.textContent ?? ""),
  );
}

function smallestFontPx(page: Page): Promise<number> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let smallest = Number.POSITIVE_INFINITY;
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement;
      if (!texts.currentNode.textContent?.trim() || !parent?.offsetParent) continue;
      smallest = Math.min(smallest, Number.parseFloat(getComputedStyle(parent).fontSize));
    }
    return smallest;
  });
}

describe("the command centre in a browser", () => {
  it.each(["empty", "well", "stale", "silent", "trouble", "city"] as const)(
    "shows the %s board on both screens in both languages, whole, accessible, without complaint",
    async (scene) => {
      const { page, complaints } = await open(scene);
      for (const language of ["zh-CN", "en"]) {
        for (const size of [LARGE, SMALL]) {
          await page.setViewportSize(size);
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          await expect.poll(() => clippedTexts(page)).toEqual([]);
          expect(await smallestFontPx(page)).toBeGreaterThanOrEqual(16);
          const scrolls = await page.evaluate(
            () => document.documentElement.scrollHeight > window.innerHeight,
          );
          expect(scrolls).toBe(false);
        }
        expect(await brokenRules(page)).toEqual([]);
        if (language === "zh-CN") await page.getByRole("button").click();
      }
      expect(complaints).toEqual([]);
    },
  );

  it.each(["empty", "trouble"] as const)(
    "shows the stations page of the %s centre, accessible, without complaint",
    async (scene) => {
      const { page, complaints } = await open(scene, SMALL);
      await page.getByRole("link", { name: "站点" }).click();
      await page.locator(".office-card").waitFor();
      await expect(page).toHaveTitle("站点 · 滨海市指挥中心");
      expect(await brokenRules(page)).toEqual([]);
      expect(await smallestFontPx(page)).toBeGreaterThanOrEqual(14);
      await page.getByRole("button", { name: "Switch to English" }).click();
      await expect(page.getByRole("heading", { name: "Stations" })).toBeVisible();
      expect(await brokenRules(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it("calls a silent station silent, with the number it last said, and never well", async () => {
    const { page } = await open("trouble");
    const tile = page.locator(".tile", { hasText: "西门 1 道" });
    await expect(tile).toHaveClass(/tile-silent/);
    await expect(tile).toContainText("失联");
    await expect(tile).toContainText("612，最早 1 时 4 分");
    await expect(tile).toContainText("最后已知");
    await expect(page.locator(".tile", { hasText: "客运站" })).toContainText("从未联系");
    await expect(page.locator(".kpis")).toContainText("未接入 1");
  });

  it("shows an old value small and as old, and one beyond its limit with the limit", async () => {
    const stale = (await open("stale")).page.locator(".room-panel .probe.is-stale");
    await expect(stale.locator("strong")).toHaveText("数据过期");
    await expect(stale).toContainText("最后 25.0 ℃ 44.2 %，09:29:02");
    const { page } = await open("trouble");
    const hot = page.locator(".room-panel .probe.is-beyond");
    await expect(hot).toContainText("29.6 ℃");
    await expect(hot).toContainText("高于 28 ℃，09:12 起");
    await expect(page.locator(".attention-panel")).toContainText("空调 2 回风 29.6 ℃，高于 28 ℃");
  });

  it("shows the newest tubes, and calls for one that was put aside", async () => {
    const { page } = await open("trouble");
    const tube = page.locator(".tube-row", { hasText: "B2026000798" });
    await expect(tube).toContainText("10 人 9 支");
    await expect(tube).toContainText("隔离待查");
    await expect(page.locator(".open-tube")).toContainText("7/10 人");
    await expect(page.locator(".kpis")).toContainText("4,377 人");
    await expect(page.locator(".attention-panel")).toContainText("B2026000798 隔离待查");
  });

  it("says how to invite a station while there is none", async () => {
    const { page } = await open("empty");
    await expect(page.locator(".empty")).toContainText("npm run server -- invite");
    await expect(page.locator(".feed")).toContainText("暂无登记");
  });

  it("shows a scan that arrives, and strikes one that is voided", async () => {
    const { page, database } = await open("waiting");
    await database.pool.query(
      `insert into scan (event_id, station_id, wall_time, received_at, masked_tail, source, mode)
       values (gen_random_uuid(), 'st-new-1', $1, $1, '8821', 'device', 'live')`,
      [new Date(NOW_MS)],
    );
    await database.pool.query("notify gatehouse_live");
    const row = page.locator(".feed-row").first();
    await expect(row).toContainText("****8821");
    await database.pool.query("update scan set voided = true");
    await database.pool.query("notify gatehouse_live");
    await expect(row).toHaveClass(/is-voided/);
    await expect(row).toContainText("已撤销");
  });

  it("remembers the language", async () => {
    const { page } = await open("well");
    for (const _key of ["站点", "人员", "English"]) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "滨海市 command centre" })).toBeVisible();
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });

  it("greys out and says since when, once the server is gone", async () => {
    const { page, site } = await open("well");
    await site.close();
    await expect(page.locator(".lost-plate")).toContainText(
      /中断 00:\d\d，以下为 09:41:05 的数据/,
      {
        timeout: 20_000,
      },
    );
    await expect(page.locator(".head")).not.toContainText("实时");
    expect(await brokenRules(page)).toEqual([]);
  });

  it("shows how to sign in again when its session is gone", async () => {
    const { page, database, site } = await open("well");
    await database.pool.query("delete from web_session");
    await page.goto(`${site.url}/`);
    await expect(page.getByRole("heading", { name: "请先登录" })).toBeVisible();
    expect(await brokenRules(page)).toEqual([]);
  });
});
