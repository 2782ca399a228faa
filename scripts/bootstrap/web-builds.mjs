import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { runLongStep } from "./long-step.mjs";
import { SetupError } from "./setup-error.mjs";
import { withSetupLock } from "./setup-lock.mjs";

const STAMP = join("dist", ".build-hash");
/** Folders besides its own and the contracts that go into a build. */
const INGREDIENTS = { "desktop/shell/electron": ["desktop/host", "firmware-bridge"] };
const IS_NO_SOURCE = /^(dist|node_modules|\..*)$|\.test\.tsx?$/;

/**
 * Builds each folder whose build is missing or older than its sources.
 * @param {object} order
 * @param {string} order.repository
 * @param {readonly string[]} order.folders relative to the repository
 * @param {string} order.node the Node that runs Vite
 * @param {NodeJS.ProcessEnv} order.env
 * @throws {SetupError} when a build fails
 */
export async function ensureBuilds({ repository, folders, node, env }) {
  for (const folder of folders.filter((name) => isBuildStale(repository, name))) {
    await withSetupLock(repository, async () => {
      // Another process may have built it while this one waited.
      if (isBuildStale(repository, folder)) {
        await build({ repository, folder, node, env });
      }
    });
  }
}

/**
 * Whether a folder has a Vite configuration and no build of its present sources.
 * @param {string} repository
 * @param {string} folder
 * @returns {boolean}
 */
export function isBuildStale(repository, folder) {
  if (!existsSync(join(repository, folder, "vite.config.ts"))) {
    return false;
  }
  const stamp = join(repository, folder, STAMP);
  return !existsSync(stamp) || readFileSync(stamp, "utf8") !== hashSources(repository, folder);
}

/** @param {{ repository: string, folder: string, node: string, env: NodeJS.ProcessEnv }} order */
async function build({ repository, folder, node, env }) {
  // Taken before the build: a file changed while it runs must count as newer.
  const hash = hashSources(repository, folder);
  const vite = join(repository, "node_modules", "vite", "bin", "vite.js");
  const { ok, tail } = await runLongStep({
    title: `building ${folder}`,
    command: node,
    args: [vite, "build", folder],
    cwd: repository,
    env,
  });
  if (!ok) {
    throw new SetupError(
      `Building ${folder} failed. The end of what the build tool said:\n${tail}`,
    );
  }
  writeFileSync(join(repository, folder, STAMP), hash);
}

/**
 * One digest of all that goes into the build: the folder, the contracts and the locked packages.
 * @param {string} repository
 * @param {string} folder
 */
function hashSources(repository, folder) {
  const hash = createHash("sha256");
  const ingredients = Object.entries(INGREDIENTS).find(([name]) => name === folder)?.[1] ?? [];
  const files = [
    join(repository, "package-lock.json"),
    ...["protocols", ...ingredients, folder].flatMap((name) => sourceFiles(join(repository, name))),
  ];
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`${relative(repository, file)}\n${bytes.length}\n`).update(bytes);
  }
  return `${hash.digest("hex")}\n`;
}

/**
 * @param {string} folder
 * @returns {string[]} in a stable order
 */
function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !IS_NO_SOURCE.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sourceFiles(path) : [path];
    });
}
