import { resolve } from "node:path";
import { ensureBuilds } from "../../scripts/bootstrap/web-builds.mjs";

const REPOSITORY = resolve(import.meta.dirname, "../..");

/**
 * Builds a web app unless its build fits its sources; test processes that ask at once wait for each other.
 * @param folder relative to the repository, such as `desktop/ui`
 */
export async function ensureBuilt(folder: string): Promise<void> {
  await ensureBuilds({
    repository: REPOSITORY,
    folders: [folder],
    node: process.execPath,
    env: { PATH: "" },
  });
}
