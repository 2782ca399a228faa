/** A file that breaks one rule. */
export interface Violation {
  readonly what: string;
  readonly path: string;
  readonly text: string;
  readonly rule: string;
}

/** A file that imports and passes on one thing. */
export const importing = (specifier: string): string =>
  `import { thing } from "${specifier}";\n\nexport const COPY = thing;\n`;

const foreignImport = (what: string, path: string, specifier: string): Violation => ({
  what,
  path,
  text: importing(specifier),
  rule: "noRestrictedImports",
});

/** One breach of each line between rooms. */
export const BOUNDARIES: readonly Violation[] = [
  foreignImport("protocols importing Node", "protocols/uses-node.ts", "node:fs"),
  foreignImport("protocols importing a library", "protocols/uses-library.ts", "pino"),
  foreignImport(
    "a room importing another by a path",
    "firmware-bridge/uses-path.ts",
    "../protocols/result.ts",
  ),
  foreignImport(
    "firmware-bridge importing desktop",
    "firmware-bridge/uses-desktop.ts",
    "@gatehouse/desktop/host/config",
  ),
  foreignImport("the UI importing the host", "desktop/ui/uses-host.ts", "../host/config.ts"),
  foreignImport("the UI importing the shell", "desktop/ui/uses-shell.ts", "../shell/station.ts"),
  foreignImport(
    "the UI importing firmware-bridge",
    "desktop/ui/uses-bridge.ts",
    "@gatehouse/firmware-bridge/cli",
  ),
  foreignImport("the UI importing Node", "desktop/ui/uses-node.ts", "node:fs"),
  foreignImport("the host importing the UI", "desktop/host/uses-ui.ts", "../ui/main.tsx"),
  foreignImport(
    "the host importing the shell",
    "desktop/host/sync/uses-shell.ts",
    "../../shell/station.ts",
  ),
  foreignImport(
    "the host importing the centre",
    "desktop/host/uses-centre.ts",
    "@gatehouse/sync-server/config",
  ),
  foreignImport(
    "a post importing another",
    "desktop/host/sampling/uses-checkpoint.ts",
    "../checkpoint/scan-ledger.ts",
  ),
  foreignImport(
    "what all posts share importing one",
    "desktop/host/sync/uses-room.ts",
    "../room/room-post.ts",
  ),
  foreignImport(
    "a post's screen importing another's",
    "desktop/ui/room/uses-sampling.ts",
    "../sampling/sampling-page.tsx",
  ),
  foreignImport(
    "the centre importing firmware-bridge",
    "sync-server/uses-bridge.ts",
    "@gatehouse/firmware-bridge/cli",
  ),
  foreignImport(
    "the centre importing desktop",
    "sync-server/gateway/uses-desktop.ts",
    "../../desktop/host/config.ts",
  ),
  foreignImport(
    "the command centre's pages importing the store",
    "sync-server/web/uses-store.ts",
    "../store/database.ts",
  ),
  foreignImport(
    "the command centre's pages importing code of the API",
    "sync-server/web/uses-router.ts",
    "../api/centre-router.ts",
  ),
  foreignImport("product code importing test", "desktop/host/uses-test.ts", "@gatehouse/test/x"),
  foreignImport(
    "product code importing test's support",
    "sync-server/uses-support.ts",
    "../test/support/place.ts",
  ),
  foreignImport(
    "a colocated test importing more of test than its support",
    "sync-server/uses-gate.test.ts",
    "../test/gate/clean-files.ts",
  ),
  foreignImport(
    "a colocated test importing another room",
    "sync-server/uses-room.test.ts",
    "@gatehouse/desktop/host/config",
  ),
  foreignImport("Electron outside its shell", "desktop/host/uses-electron.ts", "electron"),
  foreignImport(
    "Electron elsewhere in the shell",
    "desktop/shell/electron/uses-electron.ts",
    "electron",
  ),
];
