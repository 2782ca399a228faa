import { type Browser, expect as expectPage, type Locator, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FixtureHost, startFixtureHost } from "./fixture-host.ts";
import { ROOM_STATES } from "./room-states.ts";
import {
  ABOVE,
  CHECK_ID,
  CHECKED,
  patrolOf,
  pointOf,
  readingOf,
  readingsOf,
  roomView,
  SILENT,
  withReading,
} from "./room-views.ts";
import { LANGUAGES, openWindow, SIZES, startBrowser } from "./station-browser.ts";
import { NOW_MS, ON_DUTY } from "./station-views.ts";

let browser: Browser;
let host: FixtureHost;
let window: Awaited<ReturnType<typeof openWindow>>;
let page: Page;

beforeAll(async () => {
  host = await startFixtureHost(roomView());
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

const notice = () => page.locator('[data-stage="notice"]');
const key = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}\\b`) });
const dialog = () => page.getByRole("dialog");
const tile = (name: string, metric: string) =>
  page.locator("li[data-state]", {
    has: page.getByRole("heading", { name: new RegExp(`^${name} ?${metric}$`) }),
  });
const lineOf = (of: Locator) => of.locator("[role=img] path");

async function showChecked(): Promise<void> {
  host.show(roomView({ patrol: CHECKED }));
  await page.getByText("刚巡").waitFor();
}

/** Keys as a scanner in keyboard mode sends them: faster than any hand. */
async function burst(text: string): Promise<void> {
  await page.evaluate((signs) => {
    for (const sign of [...signs, "Enter"]) {
      const init = { key: sign, bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", init));
    }
  }, text);
}

describe("a reading", () => {
  it("turns yellow beyond its limit and quiet again, with the limit drawn only meanwhile", async () => {
    const warm = tile("热通道", "温度");
    await expectPage(warm).toHaveAttribute("data-state", "within");
    await expectPage(lineOf(warm)).toHaveCount(1);
    host.show(roomView({ readings: withReading(2, ABOVE) }));
    await expectPage(warm).toHaveCSS("border-top-color", "rgb(255, 196, 0)");
    await expectPage(warm).toHaveCSS("border-top-width", "3px");
    await expectPage(warm.getByText("29.6")).toHaveCSS("color", "rgb(255, 196, 0)");
    await expectPage(lineOf(warm)).toHaveCount(2);
    host.show(roomView());
    await expectPage(lineOf(warm)).toHaveCount(1);
    await expectPage(page.getByText("暂无告警")).toBeVisible();
  });

  it("that is silent has no value and no line, and its last one is small with its time", async () => {
    host.show(roomView({ readings: withReading(5, SILENT) }));
    const silent = tile("1 列", "湿度");
    await expectPage(silent).toContainText("数据过期");
    await expectPage(silent).toHaveCSS("border-top-style", "dashed");
    await expectPage(silent.locator("[role=img]")).toHaveCount(0);
    await expectPage(silent.getByText("最后 47.0 %")).toHaveCSS("font-size", "20px");
    await expectPage(silent).toContainText("截至 09:28:52");
  });

  it("has a line on a fixed scale: the same values make the same line in any company", async () => {
    const path = () => lineOf(tile("冷通道", "温度")).getAttribute("d");
    const before = await path();
    const changed = withReading(0, { trend: [...readingOf(1, "temperatureC").trend.slice(1), 40] });
    host.show(roomView({ readings: changed }));
    await expectPage(async () => expect(await path()).not.toBe(before)).toPass();
    const heights = (line: string | null) => line?.split(/[ML]/).map((step) => step.split(" ")[1]);
    expect(heights(await path())?.slice(3, 20)).toEqual(heights(before)?.slice(4, 21));
  });

  it("counts how long it is silent by the host's clock", async () => {
    host.show(roomView({ readings: withReading(5, { ...SILENT, sinceMs: NOW_MS - 58_000 }) }));
    await expectPage(tile("1 列", "湿度")).toContainText("已 58 秒");
    await expectPage(tile("1 列", "湿度")).toContainText("已 1 分钟");
  });
});

describe("pages of readings", () => {
  it("turn by key and by touch and keep their place when a view comes", async () => {
    const many = [...readingsOf(9), readingOf(10, "temperatureC", ABOVE)];
    host.show(roomView({ readings: many }));
    await expectPage(page.getByText("第 1 页，共 3 页")).toBeVisible();
    await key("PgUp").click({ force: true });
    await expectPage(page.getByText("第 1 页，共 3 页")).toBeVisible();
    await page.keyboard.press("PageDown");
    await key("PgDn").click();
    await expectPage(tile("10 号机柜", "温度")).toBeVisible();
    host.show(roomView({ readings: many }, { nowMs: NOW_MS + 1_000 }));
    await expectPage(page.getByText("第 3 页，共 3 页")).toBeVisible();
    await page.keyboard.press("PageUp");
    await expectPage(page.getByText("第 2 页，共 3 页")).toBeVisible();
  });
});

describe("the patrol", () => {
  it("records a typed code with the keyboard alone", async () => {
    await page.keyboard.press("F2");
    await expectPage(dialog()).toContainText("机柜码上印的编号");
    await page.keyboard.type("GH-UPS");
    await page.keyboard.press("Enter");
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toEqual(["GH-UPS"]);
  });

  it("shows the newest check apart from the others, until it is undone", async () => {
    await expectPage(page.locator('[data-fact="patrol"]')).toHaveText("0 / 5");
    await showChecked();
    await expectPage(page.locator('[data-fact="patrol"]')).toHaveText("1 / 5");
    host.answer((id) => {
      if (id === CHECK_ID) host.show(roomView());
      return Promise.resolve(null);
    });
    await page.keyboard.press("F4");
    await expectPage(page.locator('[data-fact="patrol"]')).toHaveText("0 / 5");
    expect(host.acts).toEqual([CHECK_ID]);
  });

  it("undoes once, however often the key is pressed", async () => {
    await showChecked();
    let finish: (code: null) => void = () => undefined;
    host.answer(() => new Promise((resolve) => (finish = resolve)));
    await key("F4").dblclick();
    await page.keyboard.press("F4");
    await expect.poll(() => host.acts).toEqual([CHECK_ID]);
    finish(null);
    await expectPage(notice()).toHaveCount(0);
    expect(host.acts).toEqual([CHECK_ID]);
  });

  it("offers an undo for five minutes and then says why not", async () => {
    const points = CHECKED.points.map((point) =>
      point.checkedAtMs === null ? point : { ...point, checkedAtMs: NOW_MS - 5 * 60_000 + 1_500 },
    );
    host.show(roomView({ patrol: { ...CHECKED, points } }));
    await expectPage(key("F4")).toHaveAttribute("aria-disabled", "false");
    await expectPage(key("F4")).toHaveAttribute("aria-disabled", "true");
    await key("F4").click({ force: true });
    await expectPage(notice()).toContainText("没有可撤销的巡检");
    expect(host.acts).toEqual([]);
  });

  it("says what to do first when nothing was checked", async () => {
    await expectPage(key("F6")).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("F6");
    await expectPage(notice()).toContainText("请先扫巡检点");
    await expectPage(dialog()).toHaveCount(0);
  });

  it("shows a code that is no point for four seconds and takes the room back", async () => {
    host.show(roomView({}, { notice: { code: "patrol.unknown-point", atMs: NOW_MS } }));
    await expectPage(notice()).toContainText("不是本机房的巡检点");
    await expectPage(tile("冷通道", "温度")).toBeInViewport({ ratio: 1 });
    await expectPage(notice()).toHaveCount(0);
  });

  it("shows the host's refusal of an undo", async () => {
    host.answer(() => Promise.resolve("store.full"));
    await showChecked();
    await page.keyboard.press("F4");
    await expectPage(notice()).toContainText("磁盘已满");
  });
});

describe("a report", () => {
  it("takes what is typed, with Enter", async () => {
    await showChecked();
    await page.keyboard.press("F6");
    await page.keyboard.insertText("风扇有异响");
    await page.keyboard.press("Enter");
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toEqual([`report ${CHECK_ID} 风扇有异响`]);
  });

  it("is made of ready-made notes by touch alone, sent once however often it is pressed", async () => {
    await showChecked();
    let finish: (code: null) => void = () => undefined;
    host.answer(() => new Promise((resolve) => (finish = resolve)));
    await key("F6").click();
    await page.getByRole("button", { name: "异响" }).click();
    await page.getByRole("button", { name: "门未关" }).click();
    await page.getByRole("button", { name: "异响" }).click();
    await expectPage(page.getByRole("textbox")).toHaveValue("异响，门未关");
    await page.getByRole("button", { name: "上报" }).dblclick({ force: true });
    await page.keyboard.press("Enter");
    await expect.poll(() => host.acts).toEqual([`report ${CHECK_ID} 异响，门未关`]);
    finish(null);
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toHaveLength(1);
  });

  it("is not sent by the Enter that ends an input method's composition", async () => {
    await showChecked();
    await page.keyboard.press("F6");
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Input.imeSetComposition", {
      text: "yixiang",
      selectionStart: 7,
      selectionEnd: 7,
    });
    await expectPage(page.getByRole("textbox")).toHaveValue("yixiang");
    await page.keyboard.press("Enter");
    expect(host.acts).toEqual([]);
    await expectPage(dialog()).toBeVisible();
  });

  it("is neither sent nor closed by a keyboard scanner", async () => {
    await showChecked();
    await page.keyboard.press("F6");
    await page.keyboard.insertText("漏水");
    await burst("GH-AC");
    await expectPage(dialog()).toBeVisible();
    expect(host.acts).toEqual([]);
  });

  it("needs words, and takes no more than two hundred", async () => {
    await showChecked();
    await page.keyboard.press("F6");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("   ");
    await page.keyboard.press("Enter");
    expect(host.acts).toEqual([]);
    await page.getByRole("textbox").fill("长".repeat(230));
    await expectPage(dialog()).toContainText("还可输入 0 字");
    await expectPage(page.getByRole("textbox")).toHaveValue("长".repeat(200));
  });

  it("closes with Escape and records nothing", async () => {
    await showChecked();
    await page.keyboard.press("F6");
    await page.keyboard.insertText("漏水");
    await page.keyboard.press("Escape");
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toEqual([]);
  });

  it("keeps its words when it is refused, and goes to the same point once that is scanned again", async () => {
    await showChecked();
    await page.keyboard.press("F6");
    host.answer(() => Promise.resolve("patrol.check-first"));
    await page.keyboard.insertText("漏水");
    await page.keyboard.press("Enter");
    await expectPage(dialog()).toContainText("请先扫巡检点");
    await expectPage(page.getByRole("textbox")).toHaveValue("漏水");
    host.answer(() => Promise.resolve(null));
    const again = { checkEventId: "check-again", pointCode: "GH-UPS" };
    // The unsent number tells that the view with the new check has arrived.
    const unsent = { count: 7, oldestAtMs: NOW_MS };
    host.show(roomView({ patrol: { ...CHECKED, latest: again } }, { unsent }));
    await expectPage(page.locator('[data-fact="unsent"]')).toContainText("7");
    await page.keyboard.press("Enter");
    await expect.poll(() => host.acts.at(-1)).toBe("report check-again 漏水");
  });

  it("stays with its point when another one is scanned meanwhile", async () => {
    await showChecked();
    await page.keyboard.press("F6");
    const points = CHECKED.points.map((point, at) =>
      at === 1 ? { ...point, checkedAtMs: NOW_MS } : point,
    );
    const latest = { checkEventId: "check-other", pointCode: "GH-AC" };
    host.show(roomView({ patrol: { ...CHECKED, points, latest } }));
    await expectPage(page.locator('[data-fact="patrol"]')).toHaveText("2 / 5");
    await expectPage(dialog()).toContainText("UPS 面板");
    await page.keyboard.insertText("漏水");
    await page.keyboard.press("Enter");
    await expect.poll(() => host.acts).toEqual([`report ${CHECK_ID} 漏水`]);
  });

  it("is gone when the screen is locked, and does not come back with its people", async () => {
    await showChecked();
    await page.keyboard.press("F6");
    await dialog().waitFor();
    const locked = { ...ON_DUTY, state: "locked" } as const;
    host.show(roomView({ patrol: CHECKED }, { duty: locked }));
    await expectPage(dialog()).toHaveCount(0);
    await showChecked();
    await expectPage(dialog()).toHaveCount(0);
  });
});

describe("a lost host", () => {
  it("leaves no reading on the screen, and says of an act in the middle that nobody knows", async () => {
    await showChecked();
    host.answer(() => new Promise(() => undefined));
    await page.keyboard.press("F6");
    await page.keyboard.insertText("漏水");
    await page.keyboard.press("Enter");
    await expect.poll(() => host.acts).toHaveLength(1);
    await host.crash();
    await page.locator('[data-page="host-lost"]').waitFor();
    expect(await page.locator("body").textContent()).not.toMatch(/24\.1|冷通道|巡检/);
    await host.restart();
    await expectPage(notice()).toContainText("刚才的操作结果未知");
    await expectPage(notice()).toContainText("请在巡检单中核对");
    expect(host.acts).toHaveLength(1);
  });
});

describe("the page", () => {
  it("asks for typing when nothing can be scanned and something is left to check", async () => {
    const white = "rgb(255, 255, 255)";
    host.show(roomView({}, { devices: [] }));
    await expectPage(key("F2")).toHaveCSS("background-color", white);
    const points = [pointOf("GH-UPS", { checkedAtMs: NOW_MS })];
    host.show(roomView({ patrol: patrolOf({ points }) }, { devices: [] }));
    await expectPage(key("F2")).not.toHaveCSS("background-color", white);
  });

  it("has no key for typing in the banner of a lost probe", async () => {
    const lost = ROOM_STATES.find(({ name }) => name === "room-probe-lost");
    await lost?.enter(host, page);
    await expectPage(page.getByText("冷通道 没有应答 40 秒")).toBeVisible();
    await expectPage(page.getByRole("button", { name: /F2/ })).toHaveCount(1);
  });

  it.each(LANGUAGES)(
    "keeps every word inside its tile, alert and list, in %s",
    async (language) => {
      await window.context.close();
      window = await openWindow(browser, { language });
      page = window.page;
      await host.open(page);
      for (const name of ["room-troubled", "room-long-names", "room-tight", "room-probe-lost"]) {
        await ROOM_STATES.find((state) => state.name === name)?.enter(host, page);
        for (const size of SIZES) {
          await page.setViewportSize({ ...size });
          const message = `${name}, ${size.width} × ${size.height}`;
          await expect.poll(() => sticksOut(page), { message }).toEqual([]);
        }
      }
    },
  );
});

/** Texts that reach beyond the padding of their tile, alert or row. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("li[data-state], li[data-alert], li[data-point]")].flatMap(
      (frame) => {
        const { bottom, right } = frame.getBoundingClientRect();
        return [...frame.querySelectorAll("p, h2, span, b")]
          .filter((element) => {
            const box = element.getBoundingClientRect();
            return box.bottom > bottom + 0.5 || box.right > right + 0.5;
          })
          .map((element) => `${element.className}: ${element.textContent}`);
      },
    ),
  );
}
