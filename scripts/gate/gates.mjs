/**
 * A check of the whole repository that passes or fails as one.
 * @typedef {object} Gate
 * @property {string} name
 * @property {string} tool a program of node_modules/.bin
 * @property {readonly string[]} args
 */

/** Each folder with a tsconfig.json of its own; together they cover every TypeScript file. */
const TYPE_PROJECTS = [
  "protocols",
  "firmware-bridge",
  "desktop",
  "desktop/ui",
  "sync-server",
  "sync-server/web",
  "test",
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
