import { join } from "node:path";
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  powerSaveBlocker,
  protocol,
  utilityProcess,
} from "electron";
import { pino } from "pino";
import { readStationConfig } from "../../host/config.ts";
import { hardenContents, hardenSession } from "./harden.ts";
import { HOST_REFUSES, keepHost } from "./host-keeper.ts";
import { keepWindow } from "./kept-window.ts";
import { SCREEN_PRIVILEGES, SCREEN_SCHEME, screenUrl } from "./origin.ts";
import { passPorts } from "./port-route.ts";
import { makeProfileFolder } from "./profile-folder.ts";
import { answerScreen } from "./screen-answer.ts";
import { CONNECT_CHANNEL } from "./shell-bridge.ts";
import { stationArguments } from "./station-arguments.ts";
import { windowOptions } from "./window-options.ts";

const bundled = (name: string) => join(import.meta.dirname, name);
const args = stationArguments(process.argv, app.isPackaged);
const config = readStationConfig(args);
const uiFolder = app.isPackaged ? join(process.resourcesPath, "ui") : bundled("../../../ui/dist");
const logger = pino({ level: config.logLevel }, pino.destination(2));
const fork = () => utilityProcess.fork(bundled("host-process.mjs"), [...args]);

app.enableSandbox();
app.setPath("userData", makeProfileFolder(config.dataFolder));
protocol.registerSchemesAsPrivileged([SCREEN_PRIVILEGES]);
app.on("web-contents-created", (_event, contents) => hardenContents(contents));
if (app.requestSingleInstanceLock()) app.whenReady().then(open).catch(fail);
else app.exit(0);

function open(): void {
  let isEnding = false;
  protocol.handle(SCREEN_SCHEME, (request) => answerScreen(uiFolder, request));
  Menu.setApplicationMenu(null);
  powerSaveBlocker.start("prevent-display-sleep");
  const host = keepHost({ fork, onRefusal: () => app.exit(HOST_REFUSES), logger });
  ipcMain.on(CONNECT_CHANNEL, (message) => passPorts(message, host));
  const kiosk = config.window === "kiosk";
  const window = new BrowserWindow(windowOptions({ kiosk, preload: bundled("preload.cjs") }));
  hardenSession(window.webContents.session);
  keepWindow(window, screenUrl(config.language), { kiosk, isEnding: () => isEnding, logger });
  app.on("second-instance", () => window.focus());
  app.on("before-quit", (event) => {
    isEnding = true;
    event.preventDefault();
    host.close().then(() => app.exit(0), fail);
  });
}

function fail(error: unknown): void {
  logger.fatal({ err: error }, "the shell failed");
  app.exit(1);
}
