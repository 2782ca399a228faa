import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Where the window keeps its language and its caches, one per station; Electron does not make it. */
export function makeProfileFolder(dataFolder: string): string {
  const folder = join(dataFolder, "electron");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
