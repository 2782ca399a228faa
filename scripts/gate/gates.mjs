/**
 * A check of the whole repository that passes or fails as one.
 * @typedef {object} Gate
 * @property {string} name
 * @property {string} tool a program of node_modules/.bin
 * @property {readonly string[]} args
 */

/**
 * Each type project; together they cover every TypeScript file. Tests that run code in a page have
 * one of their own: Node's and the DOM's types disagree, for example on CryptoKey.
 */
const TYPE_PROJECTS = [
  "protocols",
  "firmware-bridge",
  "desktop",
  "desktop/ui",
  "sync-server",
  "sync-server/web",
  "test",
  "test/tsconfig.browser.json",
  "scripts",
];

/** @type {readonly Gate[]} */
export const GATES = [
  { name: "lint", tool: "biome", args: ["check", "--error-on-warnings"] },
  ...TYPE_PROJECTS.map((project) => ({
    name: `types of ${project}`,
    tool: "tsc",
    args: ["-p", project, "--pretty"],
  })),
  { name: "unused code", tool: "knip", args: [] },
];
