import { resolve } from "node:path";
import type { MessagePort } from "node:worker_threads";
import { type Browser, expect, type Page } from "@playwright/test";
import { pino } from "pino";
import { keepHost } from "../../desktop/shell/electron/host-keeper.ts";
import type { StaffedStation } from "../../scripts/start/demo.ts";
import { ensureBuilt } from "../support/built-ui.ts";
import { forkUtility } from "../support/utility-process.ts";
import { enterShell, openScreen } from "../ui/shell-page.ts";
import { openWindow } from "../ui/station-browser.ts";

const ELECTRON_HOST = resolve(
  import.meta.dirname,
  "../../desktop/shell/electron/dist/host-process.mjs",
);

/** The ways in which a station's page reaches its host. */
export const LINKS = ["a WebSocket", "a message port"] as const;
/** See `LINKS`. */
export type Link = (typeof LINKS)[number];

/** A station's page in a browser. */
export interface PostWindow {
  readonly page: Page;
  /** Script errors of the page. */
  readonly errors: readonly string[];
  /** Ends the page, and gives the station back to its own program. */
  close(): Promise<void>;
}

/** Opens the page of a station in the way of the Chromium or of the Electron shell. */
export function openPostWindow(
  browser: Browser,
  station: StaffedStation,
  link: Link,
): Promise<PostWindow> {
  return link === "a WebSocket" ? overWebSocket(browser, station) : overPort(browser, station);
}

async function overWebSocket(browser: Browser, station: StaffedStation): Promise<PostWindow> {
  const { page, context, errors } = await openWindow(browser);
  await page.goto(await station.screenLink());
  await whenOnline(page);
  return { page, errors, close: () => context.close() };
}

/** The bundled host of the Electron shell takes the station's folder over from its own program. */
async function overPort(browser: Browser, station: StaffedStation): Promise<PostWindow> {
  await ensureBuilt("desktop/shell/electron");
  await station.stop();
  const logger = pino({ level: "silent" });
  const keeper = keepHost<MessagePort>({
    fork: () => forkUtility(ELECTRON_HOST, station.args),
    onRefusal: () => undefined,
    logger,
  });
  const { page, context, errors } = await openWindow(browser);
  await enterShell(context, keeper);
  await openScreen(page);
  await whenOnline(page);
  return {
    page,
    errors,
    async close() {
      await context.close();
      await keeper.close();
      await station.start();
    },
  };
}

async function whenOnline(page: Page): Promise<void> {
  await page.locator('[data-fact="link"][data-state="online"]').waitFor({ timeout: 30_000 });
  await expect(page.locator('[data-fact="people"]')).toBeVisible();
}
