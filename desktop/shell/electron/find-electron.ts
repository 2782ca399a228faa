import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Where to look. */
export interface ElectronSearch {
  /** Folder of the npm package, which comes without its binary; null when it is not installed. */
  readonly packageFolder: string | null;
  /** `ELECTRON_OVERRIDE_DIST_PATH`: the folder of an Electron that came another way. */
  readonly override: string | null;
  readonly platform: NodeJS.Platform;
}

/** Path of Electron's binary; null when there is none. Never downloads it, unlike the package itself. */
export function findElectron({ packageFolder, override, platform }: ElectronSearch): string | null {
  const name = platform === "win32" ? "electron.exe" : "electron";
  const candidates = [
    ...(override === null ? [] : [join(override, name)]),
    ...(packageFolder === null ? [] : [join(packageFolder, "dist", nameIn(packageFolder) ?? name)]),
  ];
  return candidates.find((path) => existsSync(path)) ?? null;
}

/** Folder of the installed npm package. */
export function electronPackageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve("electron/package.json"));
  } catch {
    // Not installed, as on a station that was installed without developer packages.
    return null;
  }
}

/** The package notes the binary's name once it has fetched it. */
function nameIn(packageFolder: string): string | null {
  const note = join(packageFolder, "path.txt");
  return existsSync(note) ? readFileSync(note, "utf8").trim() : null;
}
