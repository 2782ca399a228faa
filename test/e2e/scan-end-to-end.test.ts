import { join } from "node:path";
import { type Browser, chromium, expect, type Page } from "@playwright/test";
import { afterAll, beforeAll, describe, it } from "vitest";
import { queryCentre } from "../support/centre-rows.ts";
import { type RunningDemo, startRunningDemo } from "../support/running-demo.ts";

const SCANS =
  "select count(*)::int as rows, count(distinct event_id)::int as ids from event where type = 'scan.recorded'";

describe("one scan, from a scanner's bytes to the command centre", () => {
  let running: RunningDemo;
  let browser: Browser;
  let station: Page;
  let board: Page;
  let recorded = 0;

  const scan = (text: string) => {
    running.demo.checkpoint.scanner.scan(text);
    recorded += 1;
  };
  const expectOnStation = async (tail: string) => {
    await expect(station.getByText(tail).first()).toBeVisible({ timeout: 15_000 });
  };
  const expectOnBoard = async (tail: string) => {
    await expect(board.getByText(tail).first()).toBeVisible({ timeout: 30_000 });
  };
  const expectEachOnceAtTheCentre = async () => {
    await expect
      .poll(() => queryCentre(join(running.dataFolder, "centre"), SCANS), { timeout: 60_000 })
      .toEqual([{ rows: recorded, ids: recorded }]);
  };

  beforeAll(async () => {
    running = await startRunningDemo();
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
    });
    const context = await browser.newContext({ locale: "zh-CN" });
    station = await context.newPage();
    await station.setViewportSize({ width: 1366, height: 768 });
    await station.goto(await running.demo.checkpoint.screenLink());
    board = await context.newPage();
    await board.setViewportSize({ width: 1920, height: 1080 });
    await board.goto(await running.demo.signInLink());
    await expect(station.getByText("在线", { exact: true })).toBeVisible({ timeout: 30_000 });
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  it("shows a scan on the station's page as recorded and on the board, masked on both", async () => {
    scan("GH1:FIRSTSCAN4711");
    await expect(station.getByText("已登记").first()).toBeVisible({ timeout: 15_000 });
    await expectOnStation("4711");
    await expectOnBoard("4711");
    for (const page of [station, board]) {
      expect(await page.content()).not.toContain("FIRSTSCAN");
    }
  });

  it("carries on with the network cut, counts what is unsent, and sends it afterwards", async () => {
    running.demo.network.cut();
    await expect(station.getByText("离线", { exact: true })).toBeVisible({ timeout: 30_000 });
    for (const tail of ["9001", "9002", "9003"]) {
      scan(`GH1:OFFLINESCAN${tail}`);
      await expectOnStation(tail);
    }
    await expect(station.getByText(/待上传\s*3/).first()).toBeVisible();
    running.demo.network.restore();
    await expectOnBoard("9003");
    await expect(station.getByText(/待上传\s*0/).first()).toBeVisible({ timeout: 30_000 });
    await expectEachOnceAtTheCentre();
  });

  it("loses and doubles nothing when the centre stops, scans go on, and it starts again", async () => {
    for (let at = 0; at < 10; at += 1) scan(`GH1:BEFORESTOP70${at}1`);
    await running.demo.centre.stop();
    for (let at = 0; at < 25; at += 1) scan(`GH1:WHILEDOWN8${100 + at}`);
    await expectOnStation("8124");
    await running.demo.centre.start();
    await expect(station.getByText(/待上传\s*0/).first()).toBeVisible({ timeout: 60_000 });
    await expectEachOnceAtTheCentre();
    await board.goto(await running.demo.signInLink());
    await expectOnBoard("8124");
  });

  it("shows an unplugged scanner, records by hand meanwhile, and is well after it is plugged in", async () => {
    running.demo.checkpoint.scanner.unplug();
    await expect(station.getByText(/扫码器.*断开/).first()).toBeVisible({ timeout: 15_000 });
    await station.keyboard.press("F2");
    await station.keyboard.type("88776655");
    await station.keyboard.press("Enter");
    recorded += 1;
    await expectOnStation("6655");
    running.demo.checkpoint.scanner.plug();
    await expect(station.getByText(/扫码器.*断开/)).toHaveCount(0, { timeout: 15_000 });
    scan("GH1:PLUGGEDAGAIN5150");
    await expectOnStation("5150");
    await expectEachOnceAtTheCentre();
  });
});
