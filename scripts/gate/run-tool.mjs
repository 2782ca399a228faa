import { spawn } from "node:child_process";
import { join } from "node:path";
import { REPOSITORY } from "./repository-root.mjs";

/**
 * Runs a program of node_modules/.bin at the repository's root, its output straight to ours.
 * @param {string} tool
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} true when it ended with 0
 */
export function runTool(tool, args) {
  const program = join(REPOSITORY, "node_modules", ".bin", tool);
  const child = spawn(program, args, { cwd: REPOSITORY, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(false);
    });
    child.once("close", (code) => resolve(code === 0));
  });
}
