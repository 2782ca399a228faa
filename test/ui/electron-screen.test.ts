import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { MessagePort } from "node:worker_threads";
import { type Browser, expect as expectPage } from "@playwright/test";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HostKeeper, keepHost } from "../../desktop/shell/electron/host-keeper.ts";
import { ensureBuilt } from "../support/built-ui.ts";
import { writeEnrolledStation } from "../support/enrolled-station.ts";
import { OFFLINE_GUARD } from "../support/offline-guard.ts";
import { type ForkedHost, forkUtility } from "../support/utility-process.ts";
import { enterShell, openScreen } from "./shell-page.ts";
import { openWindow, startBrowser } from "./station-browser.ts";

const HOST = resolve(import.meta.dirname, "../../desktop/shell/electron/dist/host-process.mjs");

let browser: Browser;
let dataFolder: string;
let keeper: HostKeeper<MessagePort>;
const hosts: ForkedHost[] = [];
let bundle = HOST;
let refusals = 0;

beforeAll(async () => {
  await ensureBuilt("desktop/ui");
  await ensureBuilt("desktop/shell/electron");
  dataFolder = await mkdtemp(join(tmpdir(), "gatehouse-shell-"));
  await writeEnrolledStation(dataFolder);
  browser = await startBrowser();
  keeper = keep(dataFolder);
});
afterAll(async () => {
  await browser?.close();
  await keeper?.close();
  await rm(dataFolder, { recursive: true });
});

/** Runs the bundled host as the shell's main process does. */
function keep(folder: string): HostKeeper<MessagePort> {
  const args = ["--data", folder];
  return keepHost<MessagePort>({
    fork() {
      const host = forkUtility(bundle, args);
      hosts.push(host);
      return host;
    },
    onRefusal: () => {
      refusals += 1;
    },
    logger: pino({ level: "silent" }),
  });
}

describe("the Electron shell's page, its preload and its host, without Electron", () => {
  it("records, survives the death of its host, and shows what it recorded", async () => {
    const { context, page, errors } = await openWindow(browser);
    await enterShell(context, keeper);
    await openScreen(page);
    const stage = (kind: string) => page.locator(`[data-stage="${kind}"]`);
    await page.getByText("请上岗").waitFor();
    await page.keyboard.type(OFFLINE_GUARD.operatorId);
    await page.keyboard.press("Enter");
    await page.keyboard.type(OFFLINE_GUARD.pin);
    await stage("idle").waitFor();

    await page.keyboard.press("F2");
    await page.keyboard.type("110105199001014711");
    await page.keyboard.press("Enter");
    await stage("recorded").waitFor();
    await expectPage(stage("recorded")).toContainText("4711");

    // It stays away for some starts, so that the screen has time to be looked at.
    bundle = "/nowhere.mjs";
    hosts.at(-1)?.die();
    await page.locator('[data-page="host-lost"]').waitFor();
    await expectPage(page.locator("body")).not.toContainText("4711");

    bundle = HOST;
    await stage("idle").waitFor();
    await expectPage(page.locator("body")).toContainText("4711");
    expect(hosts.length).toBeGreaterThanOrEqual(2);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("gives the page one function and no way to anything else", async () => {
    const { context, page } = await openWindow(browser);
    await enterShell(context, keeper);
    await openScreen(page);
    await page.locator('[data-page="station"]').waitFor();
    const seen = await page.evaluate(async () => ({
      bridge: Object.keys((window as unknown as { gatehouse: object }).gatehouse),
      isFetchRefused: await fetch("/index.html").then(
        () => false,
        () => true,
      ),
    }));
    expect(seen).toEqual({ bridge: ["connect"], isFetchRefused: true });
    await context.close();
  });

  it("stops its host in good order, and starts none that cannot run", async () => {
    await keeper.close();
    const started = hosts.length;
    const empty = join(dataFolder, "empty");
    const refused = keep(empty);
    await expect.poll(() => refusals, { timeout: 30_000 }).toBe(1);
    await refused.close();
    expect(hosts).toHaveLength(started + 1);
  });
});
