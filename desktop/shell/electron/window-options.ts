/** What the window's look depends on. */
export interface WindowLook {
  /** Full screen without a way out. */
  readonly kiosk: boolean;
  /** Path of the bundled preload. */
  readonly preload: string;
}

/** Options of the station's window: a sandboxed page without Node, devices and developer tools. */
export function windowOptions({ kiosk, preload }: WindowLook) {
  return {
    width: 1_280,
    height: 800,
    minWidth: 1_024,
    minHeight: 768,
    kiosk,
    closable: !kiosk,
    autoHideMenuBar: true,
    // No white flash at night before the page has its colours.
    show: false,
    backgroundColor: "#101418",
    title: "Gatehouse",
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
      // It would fetch dictionaries from the internet.
      spellcheck: false,
      // A verdict sounds before the first click.
      autoplayPolicy: "no-user-gesture-required",
      // The screen must not freeze while something lies in front of it.
      backgroundThrottling: false,
    },
  } as const;
}
