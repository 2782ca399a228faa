import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findCommand, hasFile } from "./find-file.mjs";

/**
 * The machine that is looked at; tests look at a made-up one.
 * @typedef {object} Machine
 * @property {string} root the file system's root, "/" but in tests
 * @property {string} path the command search path, its folders as seen from the root
 * @property {boolean} isRoot whether the commands run as root
 */

/**
 * Something of the operating system that a command needs.
 * @typedef {object} SystemNeed
 * @property {string} name the Debian package
 * @property {string} what for people on other systems: the program or files
 * @property {(machine: Machine) => boolean} isThere
 */

const LIBRARY_FOLDERS = ["usr/lib", "usr/lib64", "lib", "lib64", "usr/local/lib"];
const FONT_FOLDERS = ["usr/share/fonts", "usr/local/share/fonts"];
/** File names of the usual fonts that hold simplified Chinese. */
const CHINESE_FONT =
  /(cjk|sourcehan|wqy|wenquanyi|droidsansfallback|uming|ukai|simsun|simhei|msyh).*\.(ttc|ttf|otf|pcf|pcf\.gz)$/i;
const BROWSERS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
];

/**
 * Every system need, looked for by its files: a need that is met by hand, by a vendor's package or
 * by an image without dpkg's records counts as met.
 * @type {readonly SystemNeed[]}
 */
const SYSTEM_NEEDS = [
  {
    name: "chromium",
    what: "Chromium, Chrome or Edge (the station's window, browser tests)",
    isThere: hasBrowser,
  },
  {
    name: "chromium-sandbox",
    what: "chrome-sandbox (only for Debian's own Chromium)",
    isThere: (machine) =>
      !wantsDebianSandbox(machine) || hasChromiumFile(/^chrome-sandbox$/, machine),
  },
  {
    name: "fonts-noto-cjk",
    what: "a font with Chinese characters, for example Noto Sans CJK",
    isThere: (machine) => hasFile(CHINESE_FONT, under(machine, FONT_FOLDERS), 4),
  },
  commandNeed("socat", "socat", "socat (simulated serial devices)"),
  {
    name: "libusb-1.0-0",
    what: "libusb-1.0.so.0 (HID devices)",
    isThere: (machine) => hasFile(/^libusb-1\.0\.so\.0/, under(machine, LIBRARY_FOLDERS), 1),
  },
  commandNeed("xvfb", "Xvfb", "Xvfb (browser tests without a display)"),
  commandNeed("xauth", "xauth", "xauth (for Xvfb)"),
  commandNeed("dpkg", "dpkg-deb", "dpkg-deb (builds packages)"),
  commandNeed("binutils", "strip", "strip (makes packages smaller)"),
];

/**
 * What is wanted and not there.
 * @param {readonly string[]} wanted names of needs
 * @param {Machine} machine
 * @returns {readonly SystemNeed[]}
 */
export function missingNeeds(wanted, machine) {
  return SYSTEM_NEEDS.filter((need) => wanted.includes(need.name) && !need.isThere(machine));
}

/**
 * The packages to install for missing needs, under the names that this distribution gives them.
 * @param {readonly SystemNeed[]} missing
 * @param {Machine} machine
 * @returns {readonly string[]}
 */
export function packageNames(missing, machine) {
  // Ubuntu has no package "chromium": its browser is a snap behind "chromium-browser".
  const isUbuntu = distributionId(machine) === "ubuntu";
  return missing
    .filter((need) => !(isUbuntu && need.name === "chromium-sandbox"))
    .map((need) => (isUbuntu && need.name === "chromium" ? "chromium-browser" : need.name));
}

/**
 * @param {string} name
 * @param {string} command
 * @param {string} what
 * @returns {SystemNeed}
 */
function commandNeed(name, command, what) {
  return { name, what, isThere: (machine) => findCommand(command, machine) !== undefined };
}

/** @param {Machine} machine */
function hasBrowser(machine) {
  return BROWSERS.some((name) => findCommand(name, machine) !== undefined);
}

/**
 * Debian packs Chromium's setuid sandbox apart; every other build brings its own along. It is
 * installed together with Chromium; where Chromium is there already, only a kernel that keeps
 * namespaces from ordinary users makes it necessary.
 * @param {Machine} machine
 */
function wantsDebianSandbox(machine) {
  if (distributionId(machine) !== "debian") return false;
  if (!hasBrowser(machine)) return true;
  const needsSetuid = !machine.isRoot && !hasUserNamespaces(machine);
  return needsSetuid && hasChromiumFile(/^chromium$/, machine);
}

/**
 * Debian's switch for namespaces of ordinary users; a kernel without the switch allows them.
 * @param {Machine} machine
 */
function hasUserNamespaces(machine) {
  try {
    const file = join(machine.root, "proc/sys/kernel/unprivileged_userns_clone");
    return readFileSync(file, "utf8").trim() !== "0";
  } catch {
    return true;
  }
}

/**
 * @param {RegExp} fits
 * @param {Machine} machine
 */
function hasChromiumFile(fits, machine) {
  return hasFile(fits, under(machine, ["usr/lib/chromium"]), 0);
}

/**
 * @param {Machine} machine
 * @param {readonly string[]} folders
 */
function under(machine, folders) {
  return folders.map((folder) => join(machine.root, folder));
}

/**
 * The ID field of os-release(5); "" when there is none.
 * @param {Machine} machine
 */
function distributionId(machine) {
  try {
    const text = readFileSync(join(machine.root, "etc/os-release"), "utf8");
    return /^ID="?([a-z0-9._-]+)"?$/m.exec(text)?.[1] ?? "";
  } catch {
    return "";
  }
}
