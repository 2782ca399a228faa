import { join } from "node:path";
import type { Logger } from "pino";
import type { StationConfig } from "../../host/config.ts";
import { launchWindow, type StationWindow } from "./launcher.ts";

/** Opens the window that the configuration asks for; a station without one goes on and says why. */
export function openWindow(
  config: Pick<StationConfig, "browser" | "dataFolder" | "window" | "language">,
  issueEntryUrl: () => string,
  parent: Logger,
): StationWindow {
  const logger = parent.child({ module: "window" });
  const window = launchWindow({
    entryUrl: async () => issueEntryUrl(),
    profileFolder: join(config.dataFolder, "window"),
    kiosk: config.window === "kiosk",
    language: config.language,
    browser: config.browser,
    logger,
  });
  window.closed.then(
    ({ reason, detail }) => {
      if (reason === "closed") logger.info({ detail }, "the window is closed");
      else logger.error({ reason, detail }, "there is no window; the station goes on without it");
    },
    (error: unknown) => logger.error({ err: error }, "the window failed"),
  );
  return window;
}
