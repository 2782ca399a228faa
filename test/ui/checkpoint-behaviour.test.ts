import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, expect as expectPage, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FixtureHost, startFixtureHost } from "./fixture-host.ts";
import { openWindow, startBrowser } from "./station-browser.ts";
import {
  checkpointOf,
  linkDown,
  NOW_MS,
  scannerLost,
  scanOf,
  stationOf,
  viewOf,
  withScan,
  withVoid,
} from "./station-views.ts";

const DIST = resolve(import.meta.dirname, "../../desktop/ui/dist");

let browser: Browser;
let host: FixtureHost;
let window: Awaited<ReturnType<typeof openWindow>>;
let page: Page;

beforeAll(async () => {
  host = await startFixtureHost();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await host.close();
});
beforeEach(async () => {
  await host.reset();
  window = await openWindow(browser);
  page = window.page;
  await host.open(page);
});
afterEach(async () => {
  expect(window.errors).toEqual([]);
  await window.context.close();
});

const stage = (kind: string) => page.locator(`[data-stage="${kind}"]`);

describe("scans on the stage", () => {
  it("clear by themselves", async () => {
    host.show(withScan(viewOf(), scanOf(1_285)));
    await stage("recorded").waitFor();
    await stage("idle").waitFor();
    await expectPage(page.getByText("上一位")).toBeVisible();
  });

  it("look different when two follow each other", async () => {
    await page.clock.setFixedTime(Date.now());
    const first = withScan(viewOf(), scanOf(1_285));
    host.show(first);
    await expectPage(stage("recorded")).toContainText("第 1,285 人次");
    await expectPage(page.locator('[data-side="odd"]')).toBeVisible();
    await expectPage(page.locator("[class*=dip]")).toHaveCount(0);
    host.show(withScan(first, scanOf(1_286)));
    await expectPage(stage("recorded")).toContainText("第 1,286 人次");
    await expectPage(page.locator('[data-side="even"]')).toBeVisible();
    await expectPage(page.locator("[class*=dip]")).toHaveCount(1);
  });

  it("are never coloured or worded like a verdict", async () => {
    await page.clock.setFixedTime(Date.now());
    host.show(withScan(viewOf(), scanOf(1_285)));
    const ground = stage("recorded").locator("> section");
    await expectPage(ground).toHaveCSS("background-color", "rgb(255, 255, 255)");
    await expectPage(page.locator("body")).not.toContainText("放行");
  });

  it("give way to a notice at once, since what was read last was not recorded", async () => {
    await page.clock.setFixedTime(Date.now());
    const recorded = withScan(viewOf(), scanOf(1_285));
    host.show(recorded);
    await stage("recorded").waitFor();
    host.show({ ...recorded, notice: { code: "scan.truncated", atMs: NOW_MS + 400 } });
    await expectPage(stage("notice")).toContainText("扫码器断开，码未读完，未登记");
    await expectPage(stage("notice")).toContainText("接好扫码器后请重扫");
  });

  it("show what a hostile code holds as text", async () => {
    await page.clock.setFixedTime(Date.now());
    host.show(withScan(viewOf(), scanOf(1_285, { maskedTail: "<b>x", symbology: "<img src=x>" })));
    await expectPage(stage("recorded")).toContainText("尾号 <b>x");
    await expectPage(stage("recorded")).toContainText("<img src=x>");
    await expectPage(stage("recorded").locator("img")).toHaveCount(0);
  });
});

describe("a lost host", () => {
  it("leaves no verdict and no count on the screen, and everything comes back with it", async () => {
    await page.clock.setFixedTime(Date.now());
    host.show(withScan(viewOf(), scanOf(1_285, { maskedTail: "1234" })));
    await stage("recorded").waitFor();
    await host.crash();
    await page.locator('[data-page="host-lost"]').waitFor();
    const text = await page.locator("body").textContent();
    expect(text).toContain("本机服务中断");
    expect(text).not.toMatch(/1234|1,285|最近/);
    host.show(viewOf({ nowMs: NOW_MS + 60_000 }));
    await host.restart();
    await stage("idle").waitFor();
  });

  it("counts how long it is away", async () => {
    await host.crash();
    await expectPage(page.locator("body")).toContainText("重连中 00:02");
  });

  it("makes no earlier scan look new when it is back", async () => {
    const scan = scanOf(1_285);
    host.show(withScan(viewOf(), scan));
    await stage("recorded").waitFor();
    await host.crash();
    await page.locator('[data-page="host-lost"]').waitFor();
    host.show({ ...withScan(viewOf(), scan), nowMs: NOW_MS + 5_000 });
    await host.restart();
    await page.locator('[data-page="station"]').waitFor();
    expect(await stage("recorded").count()).toBe(0);
    await expectPage(stage("idle")).toContainText("上一位");
  });

  it("in the middle of typing leaves an outcome that the guard is told to check", async () => {
    host.answer(() => new Promise(() => undefined));
    await page.keyboard.press("F2");
    await page.keyboard.type("110105");
    await page.keyboard.press("Enter");
    await expect.poll(() => host.acts).toEqual(["110105"]);
    await host.crash();
    await page.locator('[data-page="host-lost"]').waitFor();
    await host.restart();
    await expectPage(stage("notice")).toContainText("刚才的操作结果未知");
    expect(host.acts).toEqual(["110105"]);
  });
});

describe("times", () => {
  it("count on by the host's clock, whatever this window's clock says", async () => {
    await expectPage(page.locator("header time")).toHaveText(/^09:41:(09|1\d)$/);
    host.show(scannerLost("device.disconnected", 3_000));
    await expectPage(page.locator("body")).toContainText("扫码器断开 03 秒");
    await expectPage(page.locator("body")).toContainText("扫码器断开 05 秒");
  });

  it("show the oldest unsent record's age", async () => {
    host.show(linkDown("offline", null));
    await expectPage(page.locator('[data-fact="unsent"]')).toContainText("待上传 37·最早 14 分钟");
  });
});

describe("keys", () => {
  it("record what is typed, by keyboard and by touch", async () => {
    await page.keyboard.press("F2");
    await page.keyboard.type("1101");
    await page.getByRole("button", { name: "X", exact: true }).click();
    await page.getByRole("button", { name: "字母" }).click();
    await page.getByRole("button", { name: "Q", exact: true }).click();
    await page.getByRole("button", { name: "退格" }).click();
    await page.keyboard.press("Backspace");
    await expectPage(page.getByRole("textbox")).toHaveValue("1101");
    await page.keyboard.press("Enter");
    await expectPage(page.getByRole("dialog")).toHaveCount(0);
    expect(host.acts).toEqual(["1101"]);
  });

  it("close a dialog with Escape and record nothing", async () => {
    await page.getByRole("button", { name: "F2" }).click();
    await page.keyboard.type("1101");
    await page.keyboard.press("Escape");
    await expectPage(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("F1");
    await expectPage(page.getByRole("dialog")).toContainText("找谁");
    await page.keyboard.press("Escape");
    await expectPage(page.getByRole("dialog")).toHaveCount(0);
    expect(host.acts).toEqual([]);
  });

  it("take no more than can be recorded and nothing when empty", async () => {
    await page.keyboard.press("F2");
    await page.keyboard.press("Enter");
    await page.keyboard.type("7".repeat(60));
    await expectPage(page.getByRole("textbox")).toHaveValue("7".repeat(48));
    await expectPage(page.getByRole("dialog")).toContainText("最多 48 位");
    expect(host.acts).toEqual([]);
  });

  it("show a scan that comes in while the guard types", async () => {
    await page.clock.setFixedTime(Date.now());
    await page.keyboard.press("F2");
    host.show(withScan(viewOf(), scanOf(1_285, { maskedTail: "4321" })));
    await expectPage(page.getByRole("dialog")).toContainText("尾号 4321");
  });

  it("undo the newest scan, and say so", async () => {
    const scan = scanOf(1_285, { maskedTail: "1234" });
    const recorded = withScan(viewOf(), scan);
    host.show(recorded);
    await stage("recorded").waitFor();
    host.answer((eventId) => {
      if (eventId === scan.eventId) host.show(withVoid(recorded, scan));
      return Promise.resolve(null);
    });
    await page.keyboard.press("F4");
    await expectPage(stage("voided")).toContainText("已撤销");
    expect(host.acts).toEqual([scan.eventId]);
    await expectPage(page.getByRole("button", { name: "F4" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
  });

  it("say why there is nothing to undo instead of doing nothing", async () => {
    host.show(stationOf(checkpointOf({ recent: [] })));
    const undo = page.getByRole("button", { name: "F4" });
    await expectPage(undo).toHaveAttribute("aria-disabled", "true");
    await expectPage(undo).toHaveCSS("border-style", "dashed");
    await undo.click({ force: true });
    await expectPage(stage("notice")).toContainText("没有可撤销的登记");
    expect(host.acts).toEqual([]);
  });

  it("show the host's refusal of an undo", async () => {
    host.answer(() => Promise.resolve("scan.undo-expired"));
    await page.keyboard.press("F4");
    await expectPage(stage("notice")).toContainText("超过 5 分钟，不能撤销");
    await expectPage(stage("notice")).toContainText("请班长处理");
  });

  it("switch language and night at once and keep both", async () => {
    await page.keyboard.press("F10");
    await page.keyboard.press("F8");
    await expectPage(page.locator("html")).toHaveAttribute("lang", "en");
    await expectPage(page.locator("html")).toHaveAttribute("data-night", "on");
    await page.reload();
    await expectPage(page.locator("body")).toContainText("Unsent");
    await expectPage(page.locator("html")).toHaveAttribute("lang", "en");
    await expectPage(page.locator("html")).toHaveAttribute("data-night", "on");
    await expectPage(page.getByRole("button", { name: "F8" })).toHaveText(/Day/);
  });

  it("are never pressed by a keyboard scanner's Enter, and no text field waits for it", async () => {
    await page.getByRole("button", { name: "F8" }).click();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    await page.getByRole("button", { name: "F2" }).focus();
    await page.evaluate(() => {
      for (const key of [..."6901234567892", "Enter"]) {
        const init = { key, bubbles: true, cancelable: true };
        const isLeft = document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", init));
        // A browser presses a focused button unless the key was taken away.
        if (key === "Enter" && isLeft) (document.activeElement as HTMLElement).click();
      }
    });
    await expectPage(page.getByRole("dialog")).toHaveCount(0);
    // By hand, a moment later, the same key does press it.
    await expectPage(async () => {
      await page.keyboard.press("Enter");
      expect(await page.getByRole("dialog").count()).toBe(1);
    }).toPass();
  });
});

describe("the bundle", () => {
  it("keeps to its budget of 130 KiB of compressed script, without inline code", () => {
    const html = readFileSync(join(DIST, "index.html"), "utf8");
    const scripts = [...html.matchAll(/src="\.\/(assets\/[^"]+\.js)"/g)].map(
      ([, path = ""]) => path,
    );
    expect(scripts).toHaveLength(1);
    const bytes = scripts.map((path) => gzipSync(readFileSync(join(DIST, path))).length);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(130 * 1_024);
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|style=/);
  });
});
