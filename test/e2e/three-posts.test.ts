import { join } from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import type { QueryResultRow } from "pg";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Demo } from "../../scripts/start/demo.ts";
import { queryCentre } from "../support/centre-rows.ts";
import { type RunningDemo, startRunningDemo } from "../support/running-demo.ts";
import { startBrowser } from "../ui/station-browser.ts";
import { LINKS, openPostWindow, type PostWindow } from "./post-window.ts";

const TIMEOUT = { timeout: 30_000 };

describe("the three posts, from their pages to the centre", () => {
  let running: RunningDemo;
  let demo: Demo;
  let browser: Browser;
  let board: Page;

  beforeAll(async () => {
    running = await startRunningDemo();
    demo = running.demo;
    browser = await startBrowser();
    board = await browser.newPage();
    await board.setViewportSize({ width: 1920, height: 1080 });
    await board.goto(await demo.signInLink());
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  const ask = <Row extends QueryResultRow>(sql: string) =>
    queryCentre<Row>(join(running.dataFolder, "centre"), sql);
  const shows = (page: Page, text: string | RegExp) =>
    expect(page.getByText(text).first()).toBeVisible(TIMEOUT);

  const linkOf = ({ page }: PostWindow, state: string) =>
    page.locator(`[data-fact="link"][data-state="${state}"]`).waitFor(TIMEOUT);

  async function expectNothingTwice(): Promise<void> {
    const doubled = `
      select event_id::text as id from event group by event_id having count(*) > 1
      union all
      select station_id || epoch || seq from scrape group by station_id, epoch, seq
      having count(*) > 1`;
    expect(await ask(doubled)).toEqual([]);
  }

  describe.each(LINKS)("over %s", (link) => {
    const run = link === "a WebSocket" ? "1" : "2";
    const tube = `B202611220${run}`;
    let checkpoint: PostWindow;
    let sampling: PostWindow;
    let room: PostWindow;
    const all = () => [checkpoint, sampling, room];

    beforeAll(async () => {
      checkpoint = await openPostWindow(browser, demo.checkpoint, link);
      sampling = await openPostWindow(browser, demo.sampling, link);
      room = await openPostWindow(browser, demo.room, link);
    }, 120_000);

    afterAll(async () => {
      for (const post of all()) await post?.close();
    });

    it("take what their devices send", async () => {
      demo.checkpoint.scanner.scan(`GH1:PASSING470${run}`);
      demo.sampling.scanner.scan(tube);
      await shows(sampling.page, tube);
      demo.sampling.scanner.scan(`GH1:PERSON510${run}`);
      await demo.probe.set({ temperatureC: 21.3 });
      demo.room.scanner.scan("UPS-1");
      await shows(checkpoint.page, `470${run}`);
      await shows(sampling.page, `510${run}`);
      await shows(room.page, "21.3");
      await shows(board, `470${run}`);
    });

    it("go on with the network cut: scan, seal, measure and patrol", async () => {
      demo.network.cut();
      for (const post of all()) await linkOf(post, "offline");
      for (const tail of [`81${run}1`, `81${run}2`]) {
        demo.checkpoint.scanner.scan(`GH1:OFFLINE${tail}`);
        await shows(checkpoint.page, tail);
      }
      demo.sampling.scanner.scan(`GH1:PERSON520${run}`);
      await shows(sampling.page, `520${run}`);
      for (const key of ["F7", "2", "F7"]) await sampling.page.keyboard.press(key);
      await shows(sampling.page, "已封管");
      await demo.probe.set({ temperatureC: 30.4 });
      await shows(room.page, "30.4");
      await shows(room.page, "超上限");
      demo.room.scanner.scan("AC-1");
      await expect(room.page.getByText("刚巡").first()).toBeVisible(TIMEOUT);
    });

    it("send all of it once the network is back, and nothing twice", async () => {
      demo.network.restore();
      for (const post of all()) await linkOf(post, "online");
      for (const { page } of all()) {
        await expect(page.locator('[data-fact="unsent"] b').first()).toHaveText("0", TIMEOUT);
      }
      for (const text of [`81${run}2`, tube, "30.4", "空调 1"]) await shows(board, text);
      await demo.probe.set({ temperatureC: 22.2 });
      await shows(board, "22.2");
      const tails = [`470${run}`, `81${run}1`, `81${run}2`];
      const list = tails.map((tail) => `'${tail}'`).join();
      const scans = `select masked_tail as tail from scan where masked_tail in (${list}) order by wall_time`;
      expect(await ask(scans)).toEqual(tails.map((tail) => ({ tail })));
      const sealed = `select state, members, swabs from tube where tube_code = '${tube}'`;
      expect(await ask(sealed)).toEqual([{ state: "sealed", members: 2, swabs: 2 }]);
      const limits = "select state from threshold_state where metric = 'temperatureC'";
      await expect.poll(() => ask(limits), TIMEOUT).toEqual([{ state: "within" }]);
      await expectNothingTwice();
      expect(all().flatMap(({ errors }) => errors)).toEqual([]);
    });
  });
});
