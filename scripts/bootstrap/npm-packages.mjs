import { existsSync } from "node:fs";
import { findCommand } from "./find-file.mjs";
import { runLongStep } from "./long-step.mjs";
import { isInstalled, recordInstalled } from "./npm-state.mjs";
import { SetupError } from "./setup-error.mjs";
import { withSetupLock } from "./setup-lock.mjs";

/**
 * What npm sets for a script and what would change an install inside it. Everything else stays:
 * registry, cache, proxy and certificates may be set by the environment.
 */
const SCRIPT_ONLY =
  /^(INIT_CWD|NODE_ENV|npm_(lifecycle|package)_.*|npm_(command|execpath|node_execpath)|npm_config_(dry_run|global|global_prefix|if_present|include|include_workspace_root|local_prefix|location|omit|only|package_lock|package_lock_only|prefix|production|workspace|workspaces))$/i;

/** What a reader can do about the failures that npm names by these codes. */
const HINTS = [
  {
    code: /EUSAGE/,
    hint: "package.json and package-lock.json do not fit each other: this copy of the repository is at fault, not this machine.",
  },
  {
    code: /EROFS|EACCES|EPERM/,
    hint: "npm may not write to a folder. If it is npm's cache, name another: npm_config_cache=/some/folder npm start",
  },
  { code: /ENOSPC/, hint: "The disk is full." },
  {
    code: /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH/,
    hint: "The package registry cannot be reached. Without internet, name a mirror: npm config set registry https://…",
  },
  {
    code: /E401|E403|E404/,
    hint: "The registry does not hand out a package. Is the mirror complete, and are you signed in to it?",
  },
  {
    code: /CERT|self.signed|SSL/i,
    hint: "The registry's certificate is not trusted. Set npm's `cafile` to your authority's certificate.",
  },
];

/**
 * Sees to it that node_modules matches the lockfile; runs `npm ci` when it does not.
 * @param {string} repository
 * @throws {SetupError} when npm is not there or fails
 */
export async function ensureNpmPackages(repository) {
  const { platform, arch } = process;
  if (isInstalled(repository, { platform, arch })) {
    return;
  }
  await withSetupLock(repository, async () => {
    // Another process may have done it while this one waited.
    if (!isInstalled(repository, { platform, arch })) {
      await install(repository);
      recordInstalled(repository, { platform, arch });
    }
  });
}

/**
 * The environment for an npm inside an npm script.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function cleanNpmEnv(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SCRIPT_ONLY.test(name)));
}

/**
 * What to do about a failed `npm ci`, told from the end of its output.
 * @param {string} tail
 * @returns {string} "" when nothing is known
 */
export function installHint(tail) {
  return HINTS.find(({ code }) => code.test(tail))?.hint ?? "";
}

/**
 * npm's words without the list of its options that it adds to some of them.
 * @param {string} tail
 * @returns {string}
 */
export function withoutUsage(tail) {
  return tail.replace(/^npm error Clean install a project\n(npm error.*\n?)*/m, "");
}

/** @param {string} repository */
async function install(repository) {
  const [command, ...before] = npmCommand();
  const { ok, tail } = await runLongStep({
    title: "installing npm packages",
    command,
    args: [
      ...before,
      "ci",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      "--include=dev",
      "--include=optional",
    ],
    cwd: repository,
    env: cleanNpmEnv(process.env),
  });
  if (!ok) {
    throw new SetupError(
      `npm could not install the packages. The end of what it said:\n${withoutUsage(tail)}\n${installHint(tail)}`,
    );
  }
}

/** @returns {[string, ...string[]]} */
function npmCommand() {
  // The npm that started us fits the Node that runs us; yarn and pnpm set the variable too.
  const started = process.env.npm_execpath;
  if (started?.endsWith("npm-cli.js") && existsSync(started)) {
    return [process.execPath, started];
  }
  const machine = { root: "/", path: process.env.PATH ?? "" };
  if (process.platform !== "win32" && findCommand("npm", machine) === undefined) {
    throw new SetupError("npm is not there. Install it (Debian, Ubuntu: apt-get install npm).");
  }
  return process.platform === "win32" ? ["npm.cmd"] : ["npm"];
}
