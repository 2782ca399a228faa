/**
 * One command of the product.
 * @typedef {object} Command
 * @property {string} summary one line for `--help`
 * @property {string} entry the program, relative to the repository
 * @property {(args: readonly string[]) => readonly string[]} needs names of rows of SYSTEM_NEEDS
 * @property {readonly string[]} builds folders that Vite must have built
 */

const SCREEN = ["chromium", "chromium-sandbox", "fonts-noto-cjk"];
const PACKAGING = ["dpkg", "binutils"];
const DEVICES = ["socat", "libusb-1.0-0"];
const EVERYTHING = [...SCREEN, ...DEVICES, "xvfb", "xauth"];

/**
 * Every command by its name, in the order in which help lists them.
 * @type {Readonly<Record<string, Command>>}
 */
export const COMMANDS = {
  start: {
    summary: "the centre and a checkpoint with a simulated scanner (--smoke: headless, then exit)",
    entry: "scripts/start/start.ts",
    needs: (args) =>
      args.includes("--smoke") || args.includes("--headless") ? DEVICES : [...SCREEN, ...DEVICES],
    builds: ["desktop/ui", "sync-server/web"],
  },
  test: {
    summary: "every gate and test; a PATTERN runs only the test files whose path holds it",
    entry: "scripts/test.mjs",
    needs: () => [...EVERYTHING, ...PACKAGING],
    builds: ["desktop/ui", "sync-server/web"],
  },
  check: {
    summary: "lint, types and unused code only",
    entry: "scripts/check.mjs",
    needs: () => [],
    builds: [],
  },
  server: {
    summary: "the centre and its commands",
    entry: "sync-server/cli.ts",
    needs: () => [],
    builds: ["sync-server/web"],
  },
  station: {
    summary: "one station: --role checkpoint [--headless]",
    entry: "desktop/shell/station.ts",
    needs: (args) => (args.includes("--headless") ? [] : SCREEN),
    builds: ["desktop/ui"],
  },
  bridge: {
    summary: "devices alone: list | watch | simulate",
    entry: "firmware-bridge/cli.ts",
    needs: (args) => (args.includes("simulate") ? ["socat"] : []),
    builds: [],
  },
  package: {
    summary: "Debian packages of the station and the centre, into dist/packages",
    entry: "scripts/package/package.ts",
    needs: () => PACKAGING,
    builds: ["desktop/ui", "sync-server/web"],
  },
};

/**
 * The text of `--help`.
 * @returns {string}
 */
export function helpText() {
  const rows = Object.entries(COMMANDS).map(
    ([name, command]) => `  ${name.padEnd(9)}${command.summary}`,
  );
  return [
    "Usage: npm run COMMAND -- [arguments]      (start and test also without `run`)",
    "",
    ...rows,
    "",
    "  --yes    install missing system packages without asking (CI=true does the same)",
    "",
  ].join("\n");
}
