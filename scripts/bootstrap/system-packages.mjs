import { spawnSync } from "node:child_process";
import { hasFile } from "./find-file.mjs";
import { runLongStep } from "./long-step.mjs";
import { askYesNo } from "./question.mjs";
import { SetupError } from "./setup-error.mjs";
import { missingNeeds, packageNames } from "./system-needs.mjs";

/**
 * How apt-get can be run here: as we are, by sudo, by sudo that asks for a password, or not at all.
 * @typedef {"root" | "sudo" | "sudo-password" | "none"} Rights
 */

const APT_GET = [
  "env",
  "DEBIAN_FRONTEND=noninteractive",
  "apt-get",
  "-o",
  "DPkg::Lock::Timeout=300",
];

/**
 * Sees to it that the system packages are there: asks at a terminal, goes ahead without one.
 * @param {object} wish
 * @param {readonly string[]} wish.needs names of system needs
 * @param {boolean} wish.assumeYes go ahead without asking
 * @param {string} wish.cwd
 * @throws {SetupError} when something is missing and cannot be installed
 */
export async function ensureSystemPackages({ needs, assumeYes, cwd }) {
  const isRoot = process.getuid?.() === 0;
  const machine = { root: "/", path: process.env.PATH ?? "", isRoot };
  // Other systems have no such packages; the program that needs one says so itself.
  const missing = process.platform === "linux" ? missingNeeds(needs, machine) : [];
  if (missing.length === 0) {
    return;
  }
  const packages = packageNames(missing, machine);
  if (!isOnPath("apt-get")) {
    throw new SetupError(foreignSystemText(missing));
  }
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const rights = isRoot ? "root" : findSudo(isTerminal);
  process.stderr.write(`gatehouse: missing system packages: ${packages.join(" ")}\n`);
  if (rights === "none") {
    throw new SetupError(oneLineToType(packages, { isRoot: false, hasSudo: isOnPath("sudo") }));
  }
  const terminal = { input: process.stdin, output: process.stderr };
  if (isTerminal && !assumeYes && !(await askYesNo("Install them now?", terminal))) {
    throw new SetupError(oneLineToType(packages, { isRoot, hasSudo: true }));
  }
  await install({ packages, rights, cwd });
  const left = missingNeeds(needs, machine);
  if (left.length > 0) {
    throw new SetupError(
      `apt-get went through, but this is still missing: ${left.map((need) => need.what).join("; ")}`,
    );
  }
}

/**
 * The one line that someone with the rights can type.
 * @param {readonly string[]} packages
 * @param {{ isRoot: boolean, hasSudo: boolean }} account
 * @returns {string}
 */
export function oneLineToType(packages, { isRoot, hasSudo }) {
  const list = packages.join(" ");
  const install = `apt-get install -y --no-install-recommends ${list}`;
  if (isRoot) {
    return `Type this, then run the same command again:  apt-get update && ${install}`;
  }
  return hasSudo
    ? `Type this, then run the same command again:  sudo apt-get update && sudo ${install}`
    : `Type this, then run the same command again:  su -c 'apt-get update && ${install}'`;
}

/**
 * What to tell someone on a system without apt-get.
 * @param {readonly { name: string, what: string }[]} missing
 * @returns {string}
 */
export function foreignSystemText(missing) {
  return [
    "This system has no apt-get. Please install with its own package manager, then try again:",
    ...missing.map((need) => `  - ${need.what}`),
  ].join("\n");
}

/**
 * @param {boolean} isTerminal
 * @returns {Rights}
 */
function findSudo(isTerminal) {
  if (!isOnPath("sudo")) {
    return "none";
  }
  if (spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0) {
    return "sudo";
  }
  return isTerminal ? "sudo-password" : "none";
}

/** @param {string} name */
function isOnPath(name) {
  return spawnSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" }).status === 0;
}

/** @param {{ packages: readonly string[], rights: Rights, cwd: string }} order */
async function install({ packages, rights, cwd }) {
  if (rights === "sudo-password") {
    // Asked before the progress counter starts, which would overwrite the prompt.
    spawnSync("sudo", ["-v"], { stdio: "inherit" });
  }
  const prefix = rights === "root" ? APT_GET : ["sudo", ...APT_GET];
  const apt = (/** @type {string} */ title, /** @type {readonly string[]} */ args) => {
    const [command = "", ...rest] = [...prefix, ...args];
    return runLongStep({ title, command, args: rest, cwd, env: process.env });
  };
  const update = () => apt("reading the package lists", ["update"]);
  const installAll = () =>
    apt(`installing ${packages.length} system packages`, [
      "install",
      "-y",
      "--no-install-recommends",
      ...packages,
    ]);
  const hasLists = hasFile(/_Packages(\.[a-z0-9]+)?$/, ["/var/lib/apt/lists"], 0);
  if (!hasLists) {
    await update();
  }
  let result = await installAll();
  if (!result.ok && hasLists) {
    // Lists that are there can name versions that the mirror no longer has.
    await update();
    result = await installAll();
  }
  if (!result.ok) {
    throw new SetupError(
      `apt-get could not install ${packages.join(" ")}. The end of what it said:\n${result.tail}`,
    );
  }
}
