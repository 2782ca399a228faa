import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium, expect, type Locator, type Page } from "@playwright/test";
import { afterAll, beforeAll, describe, it, onTestFinished } from "vitest";
import { seedCentre } from "../screenshots/centre-rows.ts";
import { type CentreSite, startCentreSite } from "../support/centre-site.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../support/test-database.ts";

const NOW_MS = Date.parse("2026-11-22T09:41:05+08:00");
const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const AXE_FILE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

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

/** The page "Operators" of a centre with stations and nobody entered yet. */
async function open(): Promise<Opened> {
  const database = await postgres.createDatabase();
  await seedCentre(database.kysely, "well", NOW_MS);
  const site = await startCentreSite({ database, nowMs: () => NOW_MS, distFolder });
  onTestFinished(() => site.close());
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    reducedMotion: "reduce",
    locale: "zh-CN",
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(await site.signInLink());
  await page.locator(".kpis").waitFor();
  await page.goto(`${site.url}/#/operators`);
  await page.locator(".office-empty").waitFor();
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

/** A dialog that is fading in has low contrast for some frames. */
async function expectAccessible(page: Page): Promise<void> {
  await expect.poll(() => brokenRules(page)).toEqual([]);
}

/** Enters a person, from the page to the shown PIN. */
async function addGuard(page: Page, operatorId = "G-1001", badge = "GHB-88213507") {
  await page.getByRole("button", { name: "添加人员" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("姓名").fill("王卫国");
  await dialog.getByLabel("工号", { exact: true }).fill(operatorId);
  await dialog.getByLabel("卡口值守员").check();
  await dialog.getByLabel("工牌").fill(badge);
  await dialog.getByRole("button", { name: "保存" }).click();
}

/** Reads the PIN off its dialog and closes it. */
async function takePin(page: Page): Promise<string> {
  const pin = await page.locator(".pin").textContent();
  await page.getByRole("button", { name: "已交给本人" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  return pin ?? "";
}

function rowOf(page: Page, text: string): Locator {
  return page.locator("tbody tr", { hasText: text });
}

describe("the operators page in a browser", () => {
  it("takes a person from adding to removing, accessible at each step, without complaint", async () => {
    const { page, complaints } = await open();
    await expect(page).toHaveTitle("人员 · 滨海市指挥中心");
    await expect(page.locator(".office-empty")).toContainText("凭工牌和 PIN 上岗");
    await expectAccessible(page);

    await page.getByRole("button", { name: "添加人员" }).click();
    await expect(page.getByRole("dialog").getByLabel("姓名")).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "添加人员" })).toBeFocused();

    await addGuard(page);
    await expect(page.locator(".pin")).toHaveText(/^\d{6}$/);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.locator(".pin")).toBeVisible();
    const first = await takePin(page);
    const row = rowOf(page, "G-1001");
    for (const text of ["王卫国", "卡口值守员", "****3507", "长期", "09:41:05"]) {
      await expect(row).toContainText(text);
    }
    await expect(page.locator("body")).not.toContainText(first);
    await expectAccessible(page);

    await row.getByRole("button", { name: "编辑 王卫国" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("工号", { exact: true })).toBeDisabled();
    await dialog.getByLabel("班长").check();
    await dialog.getByLabel("有效期至").fill("2026-12-31");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(row).toContainText("卡口值守员、班长");
    await expect(row).toContainText("2026-12-31");
    await expect(row).toContainText("****3507");

    await row.getByRole("button", { name: "为 王卫国 生成新 PIN" }).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "生成新 PIN", exact: true }).click();
    await page.locator(".pin").waitFor();
    expect(await takePin(page)).not.toBe(first);

    await row.getByRole("button", { name: "删除 王卫国" }).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "删除", exact: true }).click();
    await expect(page.locator(".office-empty")).toContainText("还没有人员");
    expect(complaints).toEqual([]);
  });

  it("does so in English, too", async () => {
    const { page, complaints } = await open();
    await page.getByRole("button", { name: "Switch to English" }).click();
    await expect(page.getByRole("heading", { name: "Operators" })).toBeVisible();
    await page.getByRole("button", { name: "Add person" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Aisha Rahman");
    await dialog.getByLabel("Number").fill("S-2001");
    await dialog.getByLabel("Sampler").check();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.locator(".pin")).toHaveText(/^\d{6}$/);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Handed over" }).click();
    await expect(rowOf(page, "S-2001")).toContainText("no badge");
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  it("works by keyboard, and a scanned badge does not save a half-filled form", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "添加人员" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("李采");
    await page.keyboard.press("Tab");
    await page.keyboard.type("S-2001");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    const badge = page.getByRole("dialog").getByLabel("工牌");
    await badge.focus();
    // A wedge scanner types the text and ends it with Enter.
    await page.keyboard.type("GHB-77120044");
    await page.keyboard.press("Enter");
    await expect(badge).toHaveValue("GHB-77120044");
    await expect(page.locator(".pin")).toHaveCount(0);
    await page.getByRole("dialog").getByLabel("姓名").focus();
    await page.keyboard.press("Enter");
    await takePin(page);
    await expect(rowOf(page, "S-2001")).toContainText("****0044");
  });

  it("keeps what was typed and says why a number or badge is refused", async () => {
    const { page } = await open();
    await addGuard(page);
    await takePin(page);
    await addGuard(page);
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("工号已被使用");
    await expect(alert).toContainText("请换一个工号");
    await expectAccessible(page);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("工号", { exact: true }).fill("G-1002");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(alert).toContainText("工牌已登记在别人名下");
    await dialog.getByLabel("工牌").fill("");
    await dialog.getByRole("button", { name: "保存" }).click();
    await takePin(page);
    await expect(rowOf(page, "G-1002")).toContainText("无工牌");
  });

  it("says what is missing before it sends anything", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "添加人员" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("工号", { exact: true }).fill("工号");
    await dialog.getByRole("button", { name: "保存" }).click();
    for (const text of ["请填写姓名", "1 至 32 位字母", "至少选一个角色"]) {
      await expect(dialog).toContainText(text);
    }
    await expectAccessible(page);
  });

  it("names the stations that work by an older list", async () => {
    const { page, database } = await open();
    await addGuard(page);
    await takePin(page);
    await database.pool.query(
      `update station_state set bundles = '[{"kind": "operators", "version": 1}]'`,
    );
    const facts = page.locator(".operator-facts");
    await expect(facts).toContainText("仍用旧名单无", { timeout: 15_000 });
    await database.pool.query(
      `update station_state set bundles = '[]'
        where station_id = (select min(station_id) from station_state)`,
    );
    await expect(facts).toContainText("（无名单）", { timeout: 15_000 });
    await expectAccessible(page);
  });

  it("takes a badge back, and finds a person among many", async () => {
    const { page } = await open();
    await addGuard(page);
    await takePin(page);
    await addGuard(page, "G-1002", "GHB-88213508");
    await takePin(page);
    await page.getByLabel("按姓名或工号查找").fill("g-1002");
    await expect(page.locator("tbody tr")).toHaveCount(1);
    await rowOf(page, "G-1002").getByRole("button", { name: /编辑/ }).click();
    await page.getByLabel(/收回工牌/).check();
    await page.getByRole("button", { name: "保存" }).click();
    await expect(rowOf(page, "G-1002")).toContainText("无工牌");
  });
});
