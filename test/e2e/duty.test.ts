import { join } from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import type { QueryResultRow } from "pg";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Demo } from "../../scripts/start/demo.ts";
import { personFor } from "../../scripts/start/demo-people.ts";
import { queryCentre } from "../support/centre-rows.ts";
import { type RunningDemo, startRunningDemo } from "../support/running-demo.ts";
import { startBrowser } from "../ui/station-browser.ts";
import { openPostWindow, type PostWindow } from "./post-window.ts";

const TIMEOUT = { timeout: 30_000 };

describe("people at a checkpoint", () => {
  let running: RunningDemo;
  let demo: Demo;
  let browser: Browser;
  let post: PostWindow;
  let page: Page;

  beforeAll(async () => {
    running = await startRunningDemo();
    demo = running.demo;
    browser = await startBrowser();
    post = await openPostWindow(browser, demo.checkpoint, "a WebSocket");
    page = post.page;
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  const ask = <Row extends QueryResultRow>(sql: string) =>
    queryCentre<Row>(join(running.dataFolder, "centre"), sql);
  const shows = (text: string | RegExp) =>
    expect(page.getByText(text).first()).toBeVisible(TIMEOUT);
  const press = (name: RegExp) => page.getByRole("button", { name }).first().click();
  const actorsOf = (tail: string) =>
    ask<{ actors: unknown; shift: string | null }>(
      `select event.header->'actors' as actors, event.header->>'shiftId' as shift
         from event join scan using (event_id) where scan.masked_tail = '${tail}'`,
    );
  const guard = () => personFor(demo.people, "guard");
  const supervisor = () => personFor(demo.people, "supervisor");

  it("name themselves in every event", async () => {
    demo.checkpoint.scanner.scan("GH1:NAMED6001");
    await shows("6001");
    await expect
      .poll(() => actorsOf("6001"), TIMEOUT)
      .toMatchObject([{ actors: [{ operatorId: guard().operatorId, role: "guard" }] }]);
  });

  it("end their shift, after which nothing is recorded, and begin another by badge and PIN", async () => {
    await page.keyboard.press("F9");
    await press(/结束本班/);
    await page.keyboard.press("Enter");
    await shows("请上岗");
    demo.checkpoint.scanner.scan("GH1:NOBODY6002");
    await shows("还没有人上岗");
    demo.checkpoint.scanner.scan(supervisor().badge);
    await shows(supervisor().name);
    await page.keyboard.type(wrong(supervisor().pin));
    await shows("PIN 不对");
    await page.keyboard.type(supervisor().pin);
    await expect(page.locator('[data-fact="people"]')).toContainText(supervisor().name, TIMEOUT);
    demo.checkpoint.scanner.scan("GH1:SECOND6003");
    await shows("6003");
    await expect
      .poll(() => actorsOf("6003"), TIMEOUT)
      .toMatchObject([{ actors: [{ operatorId: supervisor().operatorId, role: "supervisor" }] }]);
    expect(await ask("select 1 from scan where masked_tail = '6002'")).toEqual([]);
    expect(await page.content()).not.toContain(supervisor().pin);
  });

  it("join by number and PIN, at the keyboard alone, and are both named", async () => {
    await page.keyboard.press("F9");
    await page.getByRole("button", { name: "加入上岗" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type(guard().operatorId);
    await page.keyboard.press("Enter");
    await page.keyboard.type(guard().pin);
    await expect(page.locator('[data-fact="people"]')).toContainText(guard().name, TIMEOUT);
    await page.keyboard.press("Escape");
    demo.checkpoint.scanner.scan("GH1:BOTH6004");
    await shows("6004");
    await expect
      .poll(async () => (await actorsOf("6004"))[0]?.actors, TIMEOUT)
      .toMatchObject([{ operatorId: supervisor().operatorId }, { operatorId: guard().operatorId }]);
  });

  it("lock the post; a restart of the machine does not open it", async () => {
    await page.keyboard.press("F9");
    await press(/锁屏/);
    await shows("已锁定");
    await demo.checkpoint.kill();
    await demo.checkpoint.start();
    await page.goto(demo.checkpoint.ready().entryUrl);
    await shows("已锁定");
    await expect(page.locator('[data-fact="devices"]')).toContainText("1/1", TIMEOUT);
    demo.checkpoint.scanner.scan("GH1:LOCKED6005");
    await shows("画面已锁定，未登记");
    await press(new RegExp(guard().name));
    await page.keyboard.type(guard().pin);
    await expect(page.locator('[data-fact="people"]')).toContainText(guard().name, TIMEOUT);
    expect(await ask("select 1 from scan where masked_tail = '6005'")).toEqual([]);
  });

  it("GW-39: train on records of their own, which never leave the station", async () => {
    const before = await ask(
      "select count(*)::int as rows from event where type = 'scan.recorded'",
    );
    await page.keyboard.press("F9");
    await press(/系统演练/);
    await page.keyboard.press("Enter");
    await shows("系统演练");
    await shows("今日还没有登记");
    demo.checkpoint.scanner.scan("GH1:DRILL6006");
    await shows("6006");
    await page.keyboard.press("F9");
    await press(/结束演练/);
    await page.keyboard.press("Enter");
    await expect(page.getByText("6006")).toHaveCount(0, TIMEOUT);
    demo.checkpoint.scanner.scan("GH1:REALAGAIN6007");
    await shows("6007");
    await expect.poll(() => actorsOf("6007"), TIMEOUT).toHaveLength(1);
    const after = await ask("select count(*)::int as rows from event where type = 'scan.recorded'");
    expect(after[0]?.rows).toBe(Number(before[0]?.rows) + 1);
    const types = await ask(
      "select type from event where type like 'training.%' order by wall_time",
    );
    expect(types).toEqual([{ type: "training.started" }, { type: "training.ended" }]);
    expect(await ask("select 1 from event where header->>'mode' <> 'live'")).toEqual([]);
    expect(post.errors).toEqual([]);
  });
});

/** Six digits that are not these. */
function wrong(pin: string): string {
  return pin.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
}
