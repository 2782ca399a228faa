import { accessSync, constants } from "node:fs";
import { posix, win32 } from "node:path";

const COMMANDS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
];
/** Looked at after the search path, which a service or a cron job keeps short. */
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
const WINDOWS_PROGRAMS = [
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  "C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Where to look. */
export interface BrowserSearch {
  /** The administrator's choice; when set, nothing else is tried. */
  readonly override: string | null;
  /** `PATH` */
  readonly searchPath: string;
  readonly platform: NodeJS.Platform;
}

/** Path of a Chromium, Chrome or Edge; null when there is none. */
export function findBrowser({ override, searchPath, platform }: BrowserSearch): string | null {
  if (override !== null) return isProgram(override) ? override : null;
  if (platform === "win32") return WINDOWS_PROGRAMS.find(isProgram) ?? null;
  const folders = [...searchPath.split(posix.delimiter), ...FOLDERS].filter((one) =>
    posix.isAbsolute(one),
  );
  const candidates = COMMANDS.flatMap((name) => folders.map((one) => posix.join(one, name)));
  return candidates.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  if (!posix.isAbsolute(path) && !win32.isAbsolute(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Absent or not executable: either way the next one is tried.
    return false;
  }
}
