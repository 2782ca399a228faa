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

  /** Cuts the network, lets `act` go on without it, and waits until all of it is sent. */
  async function offline({ page }: PostWindow, act: () => Promise<void>): Promise<void> {
    demo.network.cut();
    await page.locator('[data-fact="link"][data-state="offline"]').waitFor(TIMEOUT);
    await act();
    demo.network.restore();
    await page.locator('[data-fact="link"][data-state="online"]').waitFor(TIMEOUT);
    await expect(page.locator('[data-fact="unsent"] b').first()).toHaveText("0", TIMEOUT);
  }

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

    it("records people at a checkpoint, with the network cut and back, each once", async () => {
      const post = await openPostWindow(browser, demo.checkpoint, link);
      const { page } = post;
      demo.checkpoint.scanner.scan(`GH1:PASSING470${run}`);
      await shows(page, `470${run}`);
      await offline(post, async () => {
        for (const tail of [`81${run}1`, `81${run}2`]) {
          demo.checkpoint.scanner.scan(`GH1:OFFLINE${tail}`);
          await shows(page, tail);
        }
      });
      await shows(board, `81${run}2`);
      const tails = await ask(
        `select masked_tail as tail from scan where masked_tail in ('470${run}', '81${run}1', '81${run}2') order by wall_time`,
      );
      expect(tails).toEqual([{ tail: `470${run}` }, { tail: `81${run}1` }, { tail: `81${run}2` }]);
      await expectNothingTwice();
      expect(post.errors).toEqual([]);
      await post.close();
    });

    it("fills and seals a tube at a sampling table, with the network cut and back, once", async () => {
      const post = await openPostWindow(browser, demo.sampling, link);
      const { page } = post;
      const tube = `B202611220${run}`;
      demo.sampling.scanner.scan(tube);
      await shows(page, tube);
      demo.sampling.scanner.scan(`GH1:PERSON510${run}`);
      await shows(page, `510${run}`);
      await offline(post, async () => {
        demo.sampling.scanner.scan(`GH1:PERSON520${run}`);
        await shows(page, `520${run}`);
        await page.keyboard.press("F7");
        await page.keyboard.press("2");
        await page.keyboard.press("F7");
        await shows(page, "已封管");
      });
      await shows(board, tube);
      const stored = await ask(
        `select state, members, swabs from tube where tube_code = '${tube}'`,
      );
      expect(stored).toEqual([{ state: "sealed", members: 2, swabs: 2 }]);
      await expectNothingTwice();
      expect(post.errors).toEqual([]);
      await post.close();
    });

    it("watches a machine room and its patrol, with the network cut and back, each scrape once", async () => {
      const post = await openPostWindow(browser, demo.room, link);
      const { page } = post;
      await demo.probe.set({ temperatureC: 21.3 });
      await shows(page, "21.3");
      demo.room.scanner.scan("UPS-1");
      await offline(post, async () => {
        await demo.probe.set({ temperatureC: 30.4 });
        await shows(page, "30.4");
        await shows(page, /超/);
        demo.room.scanner.scan("AC-1");
        await expect(page.getByText(/AC-1|空调 1/).first()).toBeVisible(TIMEOUT);
      });
      await shows(board, "30.4");
      await shows(board, "空调 1");
      await demo.probe.set({ temperatureC: 22.2 });
      await shows(board, "22.2");
      await expect
        .poll(() => ask("select state from threshold_state where metric = 'temperatureC'"), TIMEOUT)
        .toEqual([{ state: "within" }]);
      await expectNothingTwice();
      expect(post.errors).toEqual([]);
      await post.close();
    });
  });
});
