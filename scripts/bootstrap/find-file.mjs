import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Where a command lies on the search path.
 * @param {string} name
 * @param {{ root: string, path: string }} machine the file system's root and a PATH within it
 * @returns {string | undefined} the file's path, with the root
 */
export function findCommand(name, { root, path }) {
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(root, folder, name))
    .find(isProgram);
}

/**
 * Whether a file whose name fits lies in one of the folders or at most `depth` folders below.
 * @param {RegExp} fits
 * @param {readonly string[]} folders
 * @param {number} depth
 * @returns {boolean}
 */
export function hasFile(fits, folders, depth) {
  return folders.some((folder) => folderHasFile(fits, folder, depth));
}

/**
 * @param {RegExp} fits
 * @param {string} folder
 * @param {number} depth
 * @returns {boolean}
 */
function folderHasFile(fits, folder, depth) {
  const entries = listFolder(folder);
  if (entries.some((entry) => !entry.isDirectory() && fits.test(entry.name))) {
    return true;
  }
  return (
    depth > 0 &&
    entries.some(
      (entry) => entry.isDirectory() && folderHasFile(fits, join(folder, entry.name), depth - 1),
    )
  );
}

/**
 * The folder's entries; none when it is not there or may not be read.
 * @param {string} folder
 */
function listFolder(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
