import type { Logger } from "pino";
import type { Preventable } from "./harden.ts";
import { createRestartDelay } from "./restart-delay.ts";

/** The parts of Electron's window that keeping it alive needs. */
export interface WindowLike {
  readonly webContents: {
    on(
      event: "render-process-gone",
      listener: (event: unknown, details: { readonly reason: string }) => void,
    ): unknown;
    forcefullyCrashRenderer(): void;
  };
  on(event: "unresponsive", listener: () => void): unknown;
  on(event: "close", listener: (event: Preventable) => void): unknown;
  once(event: "ready-to-show", listener: () => void): unknown;
  show(): void;
  isDestroyed(): boolean;
  loadURL(url: string): Promise<void>;
}

/** How a window is kept. */
export interface KeptWindowOptions {
  readonly kiosk: boolean;
  /** True once the program is ending: only then may a kiosk's window close. */
  readonly isEnding: () => boolean;
  readonly logger: Logger;
}

/** Shows the screen and brings it back after each death of its renderer; one that hangs is ended. */
export function keepWindow(window: WindowLike, url: string, options: KeptWindowOptions): void {
  const { kiosk, isEnding, logger } = options;
  const delayAfterDeath = createRestartDelay();
  const load = () => {
    if (isEnding() || window.isDestroyed()) return;
    window.loadURL(url).catch((error: unknown) => again("not loaded", error));
  };
  const again = (reason: string, error?: unknown) => {
    const delayMs = delayAfterDeath(performance.now());
    logger.error({ reason, delayMs, err: error }, "the screen died and is loaded again");
    setTimeout(load, delayMs);
  };
  window.webContents.on("render-process-gone", (_event, { reason }) => again(reason));
  window.on("unresponsive", () => window.webContents.forcefullyCrashRenderer());
  window.on("close", (event) => {
    if (kiosk && !isEnding()) event.preventDefault();
  });
  window.once("ready-to-show", () => window.show());
  load();
}
