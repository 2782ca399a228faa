/** What the browser inherits besides its own settings: words, input methods, time zone, sound. */
const INHERITED = [
  "PATH",
  "LANG",
  "LC_ALL",
  "TZ",
  "XMODIFIERS",
  "GTK_IM_MODULE",
  "QT_IM_MODULE",
  "XDG_CONFIG_DIRS",
  "XDG_DATA_DIRS",
  "XDG_CURRENT_DESKTOP",
  "XDG_SESSION_TYPE",
  "PULSE_SERVER",
  "SystemRoot",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "TEMP",
] as const;

/** The part of the environment that opening a window depends on. */
export interface WindowEnvironment {
  readonly display: string | undefined;
  readonly xauthority: string | undefined;
  readonly waylandDisplay: string | undefined;
  readonly xdgRuntimeDir: string | undefined;
  readonly dbusAddress: string | undefined;
  readonly home: string | undefined;
  readonly searchPath: string;
  readonly sudoUid: string | undefined;
  readonly pkexecUid: string | undefined;
  /** Passed on as it is; nothing else of our environment reaches the browser. */
  readonly inherited: Readonly<Record<string, string>>;
}

/** Reads the environment once. */
export function readWindowEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): WindowEnvironment {
  const known = INHERITED.flatMap((name) => {
    const value = env[name];
    return value ? [[name, value] as const] : [];
  });
  return Object.freeze({
    display: env.DISPLAY || undefined,
    xauthority: env.XAUTHORITY || undefined,
    waylandDisplay: env.WAYLAND_DISPLAY || undefined,
    xdgRuntimeDir: env.XDG_RUNTIME_DIR || undefined,
    dbusAddress: env.DBUS_SESSION_BUS_ADDRESS || undefined,
    home: env.HOME || undefined,
    searchPath: env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    sudoUid: env.SUDO_UID,
    pkexecUid: env.PKEXEC_UID,
    inherited: Object.freeze(Object.fromEntries(known)),
  });
}
