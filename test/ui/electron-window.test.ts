import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseShell, type ShellChoice } from "../../desktop/shell/choose-shell.ts";
import { electronPackageFolder, findElectron } from "../../desktop/shell/electron/find-electron.ts";
import { ELECTRON_MAIN } from "../../desktop/shell/electron/run-electron.ts";
import { ensureBuilt } from "../support/built-ui.ts";
import { writeEnrolledStation } from "../support/enrolled-station.ts";

let dataFolder: string;
let choice: ShellChoice;

beforeAll(async () => {
  await ensureBuilt("desktop/ui");
  await ensureBuilt("desktop/shell/electron");
  dataFolder = await mkdtemp(join(tmpdir(), "gatehouse-electron-"));
  await writeEnrolledStation(dataFolder);
  choice = chooseShell({
    asked: "electron",
    electron: findElectron({
      packageFolder: electronPackageFolder(),
      override: process.env.ELECTRON_OVERRIDE_DIST_PATH ?? null,
      platform: process.platform,
    }),
    isBuilt: existsSync(ELECTRON_MAIN),
    isRoot: process.getuid?.() === 0,
  });
});
afterAll(() => rm(dataFolder, { recursive: true }));

describe("the station in a real Electron", () => {
  it("records what is typed; without one the station says why it opens in Chromium", async () => {
    if (choice.kind === "chromium") {
      process.stdout.write(`Electron itself was not run: ${choice.reason}.\n`);
      expect(choice.reason).toMatch(/^Electron('s binary is not installed| does not run as root)/);
      return;
    }
    const shell = await _electron.launch({
      executablePath: choice.program,
      args: [ELECTRON_MAIN, "--", "--data", dataFolder],
    });
    try {
      const page = await shell.firstWindow();
      expect(page.url()).toBe("gh://station/?lang=zh-CN");
      await page.locator('[data-stage="idle"]').waitFor();
      await page.keyboard.press("F2");
      await page.keyboard.type("110105199001014711");
      await page.keyboard.press("Enter");
      await page.locator('[data-stage="recorded"]').waitFor();
    } finally {
      await shell.close();
    }
  });
});
