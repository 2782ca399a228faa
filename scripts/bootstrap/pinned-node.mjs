import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { SetupError } from "./setup-error.mjs";

/** The product runs on this major version; it runs TypeScript files as they are. */
const PRODUCT_MAJOR = 24;

/**
 * The Node that runs the product: the pinned one, else the one that runs this when it is new enough.
 * @param {string} repository
 * @returns {string} its path
 * @throws {SetupError} when there is none
 */
export function findProductNode(repository) {
  const pinned = join(
    repository,
    "node_modules",
    `node-${process.platform}-${process.arch}`,
    "bin",
    "node",
  );
  if (existsSync(pinned) && spawnSync(pinned, ["--version"], { stdio: "ignore" }).status === 0) {
    return pinned;
  }
  if (Number(process.versions.node.split(".")[0]) >= PRODUCT_MAJOR) {
    return process.execPath;
  }
  throw new SetupError(
    `No Node ${PRODUCT_MAJOR} for ${process.platform}-${process.arch}: the pinned one is ` +
      `${existsSync(pinned) ? "there but does not run" : "not in node_modules"} and this is ` +
      `${process.versions.node}. Install Node ${PRODUCT_MAJOR} and run the same command with it.`,
  );
}

/**
 * The environment with the product's Node and tools first on the search path.
 * @param {string} node
 * @param {string} repository
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function productEnv(node, repository, env) {
  const tools = join(repository, "node_modules", ".bin");
  return { ...env, PATH: [dirname(node), tools, env.PATH ?? ""].join(delimiter) };
}
