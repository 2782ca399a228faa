import { createHash } from "node:crypto";
import {
  existsSync,
  lchownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { WindowEnvironment } from "./config.ts";
import type { Account } from "./run-as.ts";

/** Where profiles lie when the account cannot reach the folder that was asked for. */
const FALLBACK_FOLDER = "/var/lib/gatehouse-window";

/** Everything that depends on the account under which the browser runs. */
export interface BrowserSeat {
  /** Null: our own account. */
  readonly account: Account | null;
  readonly profileFolder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a seat is made from. */
export interface SeatOptions {
  /** Null: our own account. */
  readonly account: Account | null;
  readonly profileFolder: string;
  readonly environment: WindowEnvironment;
  readonly platform: NodeJS.Platform;
  /** Set by tests. */
  readonly fallbackFolder?: string;
}

/** Prepares folders and environment, or says why no window can be shown. */
export function prepareSeat(options: SeatOptions): Result<BrowserSeat, "no-display"> {
  const { account, environment, platform } = options;
  if (platform === "linux") {
    const lack = displayLack(account, environment);
    if (lack !== null) return fail("no-display", lack);
  }
  return ok(account === null ? ownSeat(options) : otherSeat(options, account));
}

function ownSeat({ profileFolder, environment }: SeatOptions): BrowserSeat {
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  const { display, xauthority, waylandDisplay, xdgRuntimeDir, dbusAddress, home } = environment;
  const env = defined({
    DISPLAY: display,
    XAUTHORITY: xauthority,
    WAYLAND_DISPLAY: waylandDisplay,
    XDG_RUNTIME_DIR: xdgRuntimeDir,
    DBUS_SESSION_BUS_ADDRESS: dbusAddress,
    HOME: home,
  });
  return { account: null, profileFolder, env: { ...environment.inherited, ...env } };
}

/**
 * Everything is made in a folder that stays ours: the account could swap what lies in a folder of
 * its own for a link, and root would follow it.
 */
function otherSeat(options: SeatOptions, account: Account): BrowserSeat {
  const { environment, fallbackFolder = FALLBACK_FOLDER } = options;
  const asked = resolve(options.profileFolder);
  const base = isReachable(asked, account)
    ? asked
    : join(fallbackFolder, createHash("sha256").update(asked).digest("hex").slice(0, 16));
  mkdirSync(base, { recursive: true, mode: 0o711 });
  const profileFolder = folderOf(join(base, account.name), account);
  const ownRuntime = `/run/user/${account.uid}`;
  const env = defined({
    DISPLAY: environment.display,
    XAUTHORITY: authorityFor(account, environment, join(base, `${account.name}.xauthority`)),
    WAYLAND_DISPLAY: isWaylandOf(account, environment) ? environment.waylandDisplay : undefined,
    XDG_RUNTIME_DIR: existsSync(ownRuntime)
      ? ownRuntime
      : folderOf(join(base, `${account.name}.run`), account),
    HOME: isHomeOf(account) ? account.home : profileFolder,
    USER: account.name,
    LOGNAME: account.name,
  });
  return { account, profileFolder, env: { ...environment.inherited, ...env } };
}

function displayLack(account: Account | null, environment: WindowEnvironment): string | null {
  const { display, waylandDisplay } = environment;
  if (display !== undefined) return null;
  if (waylandDisplay === undefined) return "DISPLAY and WAYLAND_DISPLAY are empty";
  if (account === null || isWaylandOf(account, environment)) return null;
  return `the Wayland session is not that of ${account.name}: start the station as its owner`;
}

/** A Wayland socket lies in its owner's runtime folder (0700); nobody else gets in. */
function isWaylandOf(account: Account, { xdgRuntimeDir }: WindowEnvironment): boolean {
  return xdgRuntimeDir === `/run/user/${account.uid}`;
}

/** The X server's cookie is readable by us only: the account gets a copy (0600) of its own. */
function authorityFor(
  account: Account,
  { xauthority, home }: WindowEnvironment,
  copy: string,
): string | undefined {
  const hasOwn = isHomeOf(account) && existsSync(join(account.home, ".Xauthority"));
  const source = xauthority ?? (hasOwn || home === undefined ? null : join(home, ".Xauthority"));
  if (source === null || !existsSync(source)) return undefined;
  rmSync(copy, { force: true });
  writeFileSync(copy, readFileSync(source), { flag: "wx", mode: 0o600 });
  lchownSync(copy, account.uid, account.gid);
  return copy;
}

function folderOf(path: string, account: Account): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  lchownSync(path, account.uid, account.gid);
  return path;
}

function isHomeOf(account: Account): boolean {
  return statSync(account.home, { throwIfNoEntry: false })?.uid === account.uid;
}

/** True when the account may pass through every folder on the way that exists. */
function isReachable(path: string, account: Account): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && (stats.mode & passBit(stats, account)) === 0) return false;
  const above = dirname(path);
  return above === path || isReachable(above, account);
}

function passBit({ uid, gid }: { uid: number; gid: number }, account: Account): number {
  if (uid === account.uid) return 0o100;
  return gid === account.gid ? 0o010 : 0o001;
}

function defined(values: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
