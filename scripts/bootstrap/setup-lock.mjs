import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { SetupError } from "./setup-error.mjs";

/**
 * Who holds the lock.
 * @typedef {{ token: string, pid: number, host: string }} Owner
 */

const POLL_MS = 200;
const HEARTBEAT_MS = 2_000;
/** A holder that has not touched the lock for this long is gone, on whatever machine it ran. */
const SILENT_MS = 30_000;

/**
 * Does the work while no other process sets up the same repository; waits for one that does.
 * @template Value
 * @param {string} repository
 * @param {() => Promise<Value>} work
 * @returns {Promise<Value>}
 * @throws {SetupError} when the repository's folder cannot be written
 */
export async function withSetupLock(repository, work) {
  const folder = join(repository, ".gatehouse", "setup.lock");
  const owner = { token: randomUUID(), pid: process.pid, host: hostname() };
  await acquire(folder, owner);
  const heartbeat = setInterval(() => touch(folder), HEARTBEAT_MS);
  const release = () => {
    if (readOwner(folder)?.token === owner.token) {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.removeListener("exit", release);
    release();
  }
}

/**
 * Whether a lock's holder is gone.
 * @param {Owner | undefined} owner undefined when the lock holds no readable owner
 * @param {number} silentMs how long ago the lock was touched
 * @param {{ host: string, isAlive: (pid: number) => boolean }} here
 * @returns {boolean}
 */
export function isStale(owner, silentMs, { host, isAlive }) {
  if (silentMs > SILENT_MS) {
    return true;
  }
  return owner !== undefined && owner.host === host && !isAlive(owner.pid);
}

/**
 * @param {string} folder
 * @param {Owner} owner
 */
async function acquire(folder, owner) {
  let isTold = false;
  while (!tryAcquire(folder, owner)) {
    removeIfStale(folder);
    if (!isTold) {
      process.stderr.write("gatehouse: another process is setting up; waiting for it\n");
      isTold = true;
    }
    await delay(POLL_MS);
  }
}

/**
 * @param {string} folder
 * @param {Owner} owner
 */
function tryAcquire(folder, owner) {
  try {
    mkdirSync(join(folder, ".."), { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, "owner.json"), JSON.stringify(owner));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") {
      return false;
    }
    throw new SetupError(
      `This account may not write to the repository (${folder}: ${codeOf(error)}). ` +
        "Run it as the account that cloned it, or clone it to a folder of your own.",
      { cause: error },
    );
  }
}

/** @param {string} folder */
function removeIfStale(folder) {
  const owner = readOwner(folder);
  const here = { host: hostname(), isAlive };
  if (!isStale(owner, silentFor(folder), here)) {
    return;
  }
  // Only one of several waiting processes succeeds in renaming, so none removes a newer lock.
  const aside = `${folder}.${randomUUID()}`;
  try {
    renameSync(folder, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      return;
    }
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

/**
 * @param {string} folder
 * @returns {Owner | undefined}
 */
function readOwner(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "owner.json"), "utf8"));
  } catch {
    // Being made or removed at this moment, or cut off by a power loss: its age decides.
    return undefined;
  }
}

/** @param {string} folder */
function silentFor(folder) {
  const modifiedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  return modifiedMs === undefined ? 0 : Date.now() - modifiedMs;
}

/** @param {string} folder */
function touch(folder) {
  const now = new Date();
  try {
    utimesSync(folder, now, now);
  } catch (error) {
    process.stderr.write(`gatehouse: the set-up lock went away (${codeOf(error)})\n`);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
