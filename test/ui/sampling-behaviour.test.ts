import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import { type Browser, expect as expectPage, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FixtureHost, startFixtureHost } from "./fixture-host.ts";
import { closedOf, fillingOf, memberOf, TABLE_DUTY, tableOf, tubeOf } from "./sampling-views.ts";
import { openWindow, startBrowser } from "./station-browser.ts";
import { NOW_MS } from "./station-views.ts";

const BADGE = { operatorId: "2002", name: "陈芳", atMs: NOW_MS };

let browser: Browser;
let host: FixtureHost;
let window: Awaited<ReturnType<typeof openWindow>>;
let page: Page;

beforeAll(async () => {
  host = await startFixtureHost(tableOf());
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

const band = () => page.locator("[data-band]");
const dialog = () => page.getByRole("dialog");
const key = (name: string) => page.locator(`nav [aria-keyshortcuts="${name}"]`);
const dialogKey = (name: string | RegExp) => dialog().getByRole("button", { name, exact: true });

/** Shows a tube with persons in it, and waits until it stands on the screen. */
async function showFilling(capacity: PoolSize, count: number): Promise<void> {
  host.show(fillingOf(capacity, count));
  await page.getByText(`${count} / ${capacity}`).waitFor();
}

/** Opens the count of a full tube of ten. */
async function openCount(): Promise<void> {
  await showFilling(10, 10);
  await page.keyboard.press("F7");
  await dialog().waitFor();
}

describe("the next step", () => {
  it("follows the tube from its code to its seal", async () => {
    await expectPage(band()).toContainText("请扫管码");
    const current = page.locator('[aria-current="step"]');
    await expectPage(current).toHaveText("扫管码");
    await showFilling(5, 0);
    await expectPage(band()).toContainText("请扫第 1 位的人码");
    await expectPage(current).toHaveText("扫人码");
    await showFilling(5, 5);
    await expectPage(band()).toContainText("已满，请封管");
    await expectPage(current).toHaveText("封管");
    await expectPage(dialog()).toHaveCount(0);
    host.show(tableOf({ lastTubes: [closedOf(0, { tubeId: "tube-18", tubeCode: "B1" })] }));
    await expectPage(band()).toContainText("已封管 B1");
  });

  it("makes sealing the one hot key of a full tube, also when no scanner reads", async () => {
    const view = fillingOf(5, 5);
    const devices = view.devices.map((device) => ({ ...device, state: "lost" as const }));
    host.show({ ...view, devices });
    await expectPage(band()).toContainText("已满");
    await expectPage(page.locator("nav [class*=hot]")).toHaveCount(1);
    await expectPage(key("F7")).toHaveAttribute("class", /hot/);
  });

  it("says for four seconds what was wrong and then the step again", async () => {
    const view = tableOf();
    host.show({ ...view, notice: { code: "tube.scan-tube-first", atMs: NOW_MS + 1 } });
    await expectPage(band()).toContainText("这是人码，请扫管码");
    await expectPage(band()).toHaveCSS("background-color", "rgb(255, 196, 0)");
    await expectPage(page.locator('[data-band="next"]')).toContainText("请扫管码");
  });

  it("shows each place as taken, next or free", async () => {
    await showFilling(10, 7);
    await expectPage(page.locator('[data-place="taken"]')).toHaveCount(7);
    await expectPage(page.locator('[data-place="next"]')).toHaveText("8");
    await expectPage(page.locator('[data-place="free"]')).toHaveCount(2);
  });

  it("warns once a tube is open for ten minutes", async () => {
    const tube = { ...tubeOf(10, 3), openedAtMs: NOW_MS - 598_000 };
    host.show(tableOf({ tube }));
    await expectPage(page.getByText("已用时")).toBeVisible();
    await expectPage(page.getByText("已过 10 分")).toBeVisible();
  });
});

describe("the pool size", () => {
  it("goes on by F3 and is chosen by touch", async () => {
    await page.keyboard.press("F3");
    await page.getByRole("button", { name: "5混1" }).click();
    await expect.poll(() => host.acts).toEqual(["poolSize 20", "poolSize 5"]);
    await expectPage(page.getByRole("button", { name: "10混1" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  });

  it("stays while a tube is open, and says why", async () => {
    await showFilling(10, 3);
    await expectPage(key("F3")).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("F3");
    await expectPage(band()).toContainText("开管后不能改混采数");
    expect(host.acts).toEqual([]);
  });
});

describe("undo", () => {
  it("takes back the last person and says so", async () => {
    await showFilling(10, 8);
    host.answer(() => {
      host.show(fillingOf(10, 7));
      return Promise.resolve(null);
    });
    await key("F4").click();
    await expectPage(band()).toContainText("第 8 位已撤销，记录保留");
    expect(host.acts).toEqual(["member-8"]);
    host.show(tableOf({ tube: { ...tubeOf(10, 7), members: [memberOf(1)] } }));
    await expectPage(band()).not.toContainText("已撤销");
  });

  it("takes back an empty tube", async () => {
    await showFilling(10, 0);
    await expectPage(key("F4")).toContainText("撤销开管");
    await page.keyboard.press("F4");
    await expect.poll(() => host.acts).toEqual(["tube-18"]);
  });

  it("happens once when the key is pressed twice", async () => {
    await showFilling(10, 8);
    const { promise, resolve } = Promise.withResolvers<string | null>();
    host.answer(() => promise);
    await page.keyboard.press("F4");
    await page.keyboard.press("F4");
    await expect.poll(() => host.acts).toEqual(["member-8"]);
    resolve("tube.nothing-to-undo");
    await expectPage(band()).toContainText("没有可撤销的");
    expect(host.acts).toEqual(["member-8"]);
  });

  it("says why there is nothing to undo and nothing to seal", async () => {
    await page.keyboard.press("F4");
    await expectPage(band()).toContainText("没有可撤销的");
    await key("F7").click({ force: true });
    await expectPage(band()).toContainText("没有打开的管");
    await showFilling(10, 0);
    await page.keyboard.press("F7");
    await expectPage(band()).toContainText("管内还没有人");
    expect(host.acts).toEqual([]);
  });
});

describe("typing a code", () => {
  it("hands it to the host as it is, of a tube or of a person", async () => {
    await page.keyboard.press("F2");
    await page.keyboard.type("B2026004418");
    await page.keyboard.press("Enter");
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toEqual(["B2026004418"]);
  });

  it("shows what was wrong with it in the dialog", async () => {
    host.answer(() => Promise.resolve("tube.used-before"));
    await page.keyboard.press("F2");
    await page.keyboard.type("B2026004411");
    await page.keyboard.press("Enter");
    await expectPage(dialog()).toContainText("此管已用过，不能再开");
  });
});

describe("sealing", () => {
  it("hides the registered number until somebody has counted", async () => {
    await openCount();
    await expectPage(dialog().getByRole("status")).toHaveText("实物拭子—登记人数—按数字后显示");
    await expectPage(dialogKey(/封管/)).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("F7");
    await page.keyboard.press("Enter");
    expect(host.acts).toEqual([]);
    await dialogKey("10").click();
    await expectPage(dialog().getByRole("status")).toContainText("实物拭子10登记人数10一致");
  });

  it("seals by F7 once, however often it is pressed", async () => {
    await openCount();
    host.answer(() => new Promise(() => undefined));
    await page.keyboard.type("10");
    for (let press = 0; press < 3; press += 1) await page.keyboard.press("F7");
    await expect.poll(() => host.acts).toEqual(["seal tube-18 10"]);
    host.show(tableOf());
    await expectPage(dialog()).toHaveCount(0);
  });

  it("seals by Enter, but never by a keyboard scanner's", async () => {
    await openCount();
    await page.evaluate(() => {
      for (const sign of [..."10", "Enter"]) {
        const init = { key: sign, bubbles: true, cancelable: true };
        document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", init));
      }
    });
    await expectPage(dialog()).toContainText("一致");
    expect(host.acts).toEqual([]);
    // By hand, a moment later, the same key does seal.
    await expectPage(async () => {
      await page.keyboard.press("Enter");
      expect(host.acts).toEqual(["seal tube-18 10"]);
    }).toPass();
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toHaveLength(1);
  });

  it("offers no way to seal numbers that differ", async () => {
    await openCount();
    await page.keyboard.type("9");
    await expectPage(dialog()).toContainText("少 1 支");
    await expectPage(dialogKey(/^F7/)).toHaveCount(0);
    await page.keyboard.press("F7");
    await page.keyboard.press("Enter");
    expect(host.acts).toEqual([]);
    await dialogKey(/重新数/).click();
    await expectPage(dialog()).toContainText("按数字后显示");
  });

  it("counts other numbers digit by digit, up to 99", async () => {
    await openCount();
    await dialogKey("0 / 其他").click();
    await expectPage(dialog()).toContainText("按数字后显示");
    await dialogKey("1").click();
    await dialogKey("2").click();
    await expectPage(dialog()).toContainText("多 2 支");
    await dialogKey("9").click();
    await expectPage(dialog()).toContainText("多 2 支");
    await dialogKey("退格").click();
    await expectPage(dialog()).toContainText("少 9 支");
    await page.keyboard.press("c");
    await dialogKey("0").click();
    await expectPage(dialog()).toContainText("少 10 支");
    expect(host.acts).toEqual([]);
  });

  it("compares with who is in the tube now, and shows a refusal where the eyes are", async () => {
    await showFilling(10, 8);
    await page.keyboard.press("F7");
    await page.keyboard.type("9");
    await expectPage(dialog()).toContainText("多 1 支");
    host.show(fillingOf(10, 9));
    await expectPage(dialog()).toContainText("一致");
    host.answer(() => Promise.resolve("tube.count-mismatch"));
    await page.keyboard.press("F7");
    await expectPage(dialog().getByRole("alert")).toContainText("拭子数与登记人数不一致，未封管");
  });

  it("ends by itself when the tube is gone, and with the shift", async () => {
    await openCount();
    host.show(tableOf());
    await expectPage(dialog()).toHaveCount(0);
    await openCount();
    host.show(fillingOf(10, 10, { duty: { ...TABLE_DUTY, state: "locked" } }));
    await expectPage(dialog()).toHaveCount(0);
    host.show(fillingOf(10, 10));
    await expectPage(band()).toContainText("已满");
    await expectPage(dialog()).toHaveCount(0);
  });

  it("leaves an outcome to check when the host is lost in the middle", async () => {
    await openCount();
    host.answer(() => new Promise(() => undefined));
    await page.keyboard.type("10");
    await page.keyboard.press("F7");
    await expect.poll(() => host.acts).toEqual(["seal tube-18 10"]);
    await host.crash();
    await page.locator('[data-page="host-lost"]').waitFor();
    await expectPage(page.locator("body")).not.toContainText("B2026004418");
    await host.restart();
    await expectPage(band()).toContainText("请核对本管登记和最近的管");
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toEqual(["seal tube-18 10"]);
  });
});

describe("quarantine", () => {
  it("takes a supervisor's number and PIN, by keyboard alone from the start", async () => {
    host.answer((act) => {
      if (act.startsWith("quarantine")) host.show(tableOf());
      return Promise.resolve(null);
    });
    await openCount();
    await page.keyboard.type("9");
    await page.keyboard.press("F12");
    await page.keyboard.type("2002");
    await page.keyboard.press("Enter");
    await page.keyboard.type("123456");
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toEqual(["quarantine tube-18 9 2002 123456"]);
  });

  it("takes a scanned badge and its PIN, by touch", async () => {
    await openCount();
    await dialogKey("9").click();
    await dialogKey(/隔离待查/).click();
    host.show(fillingOf(10, 10, { duty: { ...TABLE_DUTY, presented: BADGE } }));
    await expectPage(dialog()).toContainText(BADGE.name);
    host.answer(() => {
      host.show(tableOf());
      return Promise.resolve(null);
    });
    for (const digit of "123456") await dialogKey(digit).click();
    await expectPage(dialog()).toHaveCount(0);
    expect(host.acts).toEqual(["quarantine tube-18 9 2002 123456"]);
  });

  it("shows a refused PIN and goes back to the count with Escape", async () => {
    host.answer(() => Promise.resolve("duty.not-supervisor"));
    await openCount();
    await page.keyboard.type("9");
    await page.keyboard.press("F12");
    await page.keyboard.type("3001");
    await page.keyboard.press("Enter");
    await page.keyboard.type("111111");
    await expectPage(dialog()).toContainText("需要班长的工牌和 PIN");
    await page.keyboard.press("Escape");
    await expectPage(dialog()).toContainText("少 1 支");
    await page.keyboard.press("Escape");
    await expectPage(dialog()).toHaveCount(0);
  });
});

it("does a whole tube by keyboard alone", async () => {
  await page.keyboard.press("F3");
  host.show(tableOf({ poolSize: 1 }));
  await page.getByText("每管 1 人").waitFor();
  for (const [code, view] of [
    ["B2026004418", fillingOf(1, 0)],
    ["110105199001011234", fillingOf(1, 1)],
  ] as const) {
    await page.keyboard.press("F2");
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await expectPage(dialog()).toHaveCount(0);
    host.show(view);
  }
  await expectPage(band()).toContainText("已满");
  await page.keyboard.press("F7");
  await page.keyboard.press("1");
  await page.keyboard.press("F7");
  await expect
    .poll(() => host.acts)
    .toEqual(["poolSize 20", "B2026004418", "110105199001011234", "seal tube-18 1"]);
});
