import { join } from "node:path";
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  powerSaveBlocker,
  protocol,
  session,
  utilityProcess,
} from "electron";
import { pino } from "pino";
import { readStationConfig } from "../../host/config.ts";
import { hardenContents, hardenSession } from "./harden.ts";
import { keepHost } from "./host-keeper.ts";
import { keepWindow } from "./kept-window.ts";
import { isTrustedSender, SCREEN_SCHEME, screenUrl } from "./origin.ts";
import { answerScreen } from "./screen-answer.ts";
import { CONNECT_CHANNEL } from "./shell-bridge.ts";
import { stationArguments } from "./station-arguments.ts";
import { windowOptions } from "./window-options.ts";

const HOST = join(import.meta.dirname, "host-process.mjs");
const PRELOAD = join(import.meta.dirname, "preload.cjs");
const UI_FOLDER = join(import.meta.dirname, "../../../ui/dist");

const args = stationArguments(process.argv, app.isPackaged);
const { dataFolder, language, logLevel, window: look } = readStationConfig(args);
const logger = pino({ level: logLevel }, pino.destination(2));
let isEnding = false;

app.enableSandbox();
app.setPath("userData", join(dataFolder, "electron"));
protocol.registerSchemesAsPrivileged([
  { scheme: SCREEN_SCHEME, privileges: { standard: true, secure: true } },
]);
app.on("web-contents-created", (_event, contents) => hardenContents(contents));
if (app.requestSingleInstanceLock()) app.whenReady().then(open, fail);
else app.exit(0);

function open(): void {
  hardenSession(session.defaultSession);
  protocol.handle(SCREEN_SCHEME, (request) => answerScreen(UI_FOLDER, request));
  Menu.setApplicationMenu(null);
  powerSaveBlocker.start("prevent-display-sleep");
  const fork = () => utilityProcess.fork(HOST, [...args], { serviceName: "Gatehouse host" });
  const host = keepHost({ fork, onRefusal: () => app.exit(2), logger });
  ipcMain.on(CONNECT_CHANNEL, ({ senderFrame, ports }) => {
    for (const port of ports) {
      if (isTrustedSender(senderFrame)) host.attach(port);
      else port.close();
    }
  });
  const kiosk = look === "kiosk";
  const window = new BrowserWindow(windowOptions({ kiosk, preload: PRELOAD }));
  keepWindow(window, { url: screenUrl(language), kiosk, isEnding: () => isEnding, logger });
  app.on("second-instance", () => window.focus());
  app.on("before-quit", (event) => {
    if (isEnding) return;
    isEnding = true;
    event.preventDefault();
    host.close().then(() => app.exit(0), fail);
  });
}

function fail(error: unknown): void {
  logger.fatal({ err: error }, "the shell failed");
  app.exit(1);
}
