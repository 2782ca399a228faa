import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";

/** Sizes that a station's screen is checked at, CSS pixels. */
export const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 1024, height: 768 },
] as const;

/** Languages of the screen. */
export const LANGUAGES = ["zh-CN", "en"] as const;

/** How a window opens. */
export interface WindowOptions {
  readonly language?: (typeof LANGUAGES)[number];
  readonly isNight?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
  readonly reducedMotion?: "reduce" | "no-preference";
}

/** Starts Debian's Chromium. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
  });
}

/** Opens a window with its own storage, as a station that has used it before; fails on any script error. */
export async function openWindow(
  browser: Browser,
  options: WindowOptions = {},
): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
  const { language = "zh-CN", isNight = false, size = SIZES[0], reducedMotion } = options;
  const context = await browser.newContext({
    viewport: { ...size },
    reducedMotion: reducedMotion ?? "no-preference",
  });
  await context.addInitScript(
    ([kept, night]) => {
      localStorage.setItem(
        "gatehouse.language",
        localStorage.getItem("gatehouse.language") ?? kept,
      );
      localStorage.setItem("gatehouse.night", localStorage.getItem("gatehouse.night") ?? night);
    },
    [language, isNight ? "on" : "off"] as const,
  );
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    const isLostHost = /WebSocket connection|ERR_CONNECTION_(REFUSED|RESET)/.test(message.text());
    if (message.type() === "error" && !isLostHost) errors.push(message.text());
  });
  return { context, page, errors };
}
