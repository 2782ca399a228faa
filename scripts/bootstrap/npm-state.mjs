import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A row of package-lock.json, as far as it is read here.
 * @typedef {object} LockRow
 * @property {string} [version]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/** @typedef {{ platform: string, arch: string }} Platform */

const STAMP = ".gatehouse-lock";

/**
 * Whether node_modules holds what the lockfile says, for this platform: by our own note, or by
 * npm's record of a folder that somebody filled by hand. Writes nothing, so that an account that
 * may only read the clone can use it.
 * @param {string} repository
 * @param {Platform} platform
 * @returns {boolean}
 */
export function isInstalled(repository, platform) {
  const lockfile = readFileSync(join(repository, "package-lock.json"), "utf8");
  if (readIfThere(join(repository, "node_modules", STAMP)) === stampOf(lockfile, platform)) {
    return true;
  }
  const record = readIfThere(join(repository, "node_modules", ".package-lock.json"));
  return record !== undefined && holdsAll(rowsOf(lockfile), rowsOf(record), platform);
}

/**
 * Notes that `npm ci` has installed what the lockfile says.
 * @param {string} repository
 * @param {Platform} platform
 */
export function recordInstalled(repository, platform) {
  const lockfile = readFileSync(join(repository, "package-lock.json"), "utf8");
  writeFileSync(join(repository, "node_modules", STAMP), stampOf(lockfile, platform));
}

/**
 * Whether npm's record of a folder holds every package of a lockfile in the same version. Optional
 * packages count only when they are for this platform.
 * @param {Readonly<Record<string, LockRow>>} wanted
 * @param {Readonly<Record<string, LockRow>>} present
 * @param {Platform} platform
 * @returns {boolean}
 */
export function holdsAll(wanted, present, platform) {
  return Object.entries(wanted)
    .filter(([path, row]) => path.startsWith("node_modules/") && isForPlatform(row, platform))
    .every(([path, row]) => present[path]?.version === row.version && path in present);
}

/**
 * @param {LockRow} row
 * @param {Platform} platform
 */
function isForPlatform(row, { platform, arch }) {
  if (row.optional !== true) {
    return true;
  }
  // An optional package without a platform may have been left out by npm for any reason.
  const hasPlatform = row.os !== undefined || row.cpu !== undefined;
  const fits = (/** @type {string[] | undefined} */ names, /** @type {string} */ name) =>
    names === undefined || names.includes(name);
  return (
    hasPlatform && fits(row.os, platform) && fits(row.cpu, arch) && !row.libc?.includes("musl")
  );
}

/**
 * @param {string} lockfile
 * @param {Platform} platform
 */
function stampOf(lockfile, { platform, arch }) {
  const hash = createHash("sha256").update(lockfile).digest("hex");
  return `${hash} ${platform}-${arch}\n`;
}

/**
 * @param {string} text
 * @returns {Record<string, LockRow>}
 */
function rowsOf(text) {
  return JSON.parse(text).packages ?? {};
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
