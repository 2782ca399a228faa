/** How the window looks. */
export interface WindowLook {
  /** Full screen without a way out, else a window without tabs and address bar. */
  readonly kiosk: boolean;
  readonly language: "zh-CN" | "en";
  /** Chromium's `user-data-dir`, used by this window alone. */
  readonly profileFolder: string;
}

/** Chromium's command line: a screen that talks to nobody but the host and asks the guard nothing. */
export function chromiumFlags(
  { kiosk, language, profileFolder }: WindowLook,
  url: string,
): string[] {
  return [
    ...(kiosk ? ["--kiosk", "--noerrdialogs"] : ["--start-maximized"]),
    // Where no window manager fills the screen: the size that the screens are drawn for.
    "--window-position=0,0",
    "--window-size=1366,768",
    `--user-data-dir=${profileFolder}`,
    `--lang=${language}`,
    // What the page sees; `--lang` alone falls back to English where the locale is not installed.
    `--accept-lang=${language === "en" ? "en" : `${language},en`}`,
    "--ozone-platform-hint=auto",
    "--no-first-run",
    "--no-default-browser-check",
    // A power cut is no reason to offer yesterday's tabs.
    "--hide-crash-restore-bubble",
    "--disable-session-crashed-bubble",
    // No prompt for a keyring that a kiosk account has not got.
    "--password-store=basic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    // Fingers on a touch screen must neither zoom nor leave the page.
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    // A verdict sounds before the first click.
    "--autoplay-policy=no-user-gesture-required",
    // Small /dev/shm, as in containers, makes tabs crash.
    "--disable-dev-shm-usage",
    `--app=${url}`,
  ];
}
