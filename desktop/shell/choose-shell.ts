/** What decides in which shell the station's window opens. */
export interface ShellQuestion {
  /** `auto` prefers Electron. */
  readonly asked: "auto" | "electron" | "chromium";
  /** Path of Electron's binary; null when it is not on this machine. */
  readonly electron: string | null;
  /** Whether our part of it is bundled. */
  readonly isBuilt: boolean;
  /** Chromium's sandbox does not run as root, and nothing of ours runs without it. */
  readonly isRoot: boolean;
}

/** The shell, and for Chromium why it is not Electron. */
export type ShellChoice =
  | { readonly kind: "electron"; readonly program: string }
  | { readonly kind: "chromium"; readonly reason: string };

/** Electron where it can run, else Chromium: air-gapped sites and CPUs without an Electron have that. */
export function chooseShell({ asked, electron, isBuilt, isRoot }: ShellQuestion): ShellChoice {
  if (asked === "chromium") return { kind: "chromium", reason: "--shell chromium" };
  if (electron === null) {
    return {
      kind: "chromium",
      reason: "Electron's binary is not installed; npx install-electron fetches it",
    };
  }
  if (!isBuilt) {
    return {
      kind: "chromium",
      reason: "the Electron shell is not built; npx vite build desktop/shell/electron builds it",
    };
  }
  if (isRoot) {
    return {
      kind: "chromium",
      reason: "Electron does not run as root with its sandbox; start the station as a user",
    };
  }
  return { kind: "electron", program: electron };
}
