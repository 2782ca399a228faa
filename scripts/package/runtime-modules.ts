import { cpSync, existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** The part of a package.json that is looked at. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Headers for compiling a binding; nothing of it is loaded. */
const BUILD_ONLY = ["node-addon-api"];
const BUILD_FILES = /\.(a|cpp|h|map|ts|gyp|md)$/;
const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * Copies installed packages and what they depend on, each to its own place under `node_modules`,
 * without sources and without what other machines need.
 */
export function copyRuntimeModules(
  repository: string,
  names: readonly string[],
  target: string,
): void {
  const folders = new Set<string>();
  for (const name of names) collect(name, repository, folders);
  for (const folder of folders) {
    const filter = (path: string) => isNeeded(relative(folder, path));
    cpSync(folder, join(target, relative(repository, folder)), { recursive: true, filter });
  }
}

function collect(name: string, from: string, folders: Set<string>): void {
  const folder = installedFolder(name, from);
  if (folders.has(folder)) return;
  folders.add(folder);
  const text = readFileSync(join(folder, "package.json"), "utf8");
  const { dependencies = {} }: Manifest = JSON.parse(text);
  const needed = Object.keys(dependencies).filter((one) => !BUILD_ONLY.includes(one));
  for (const dependency of needed) collect(dependency, folder, folders);
}

/** Looks where Node would look: in this folder's `node_modules`, then in those above it. */
function installedFolder(name: string, from: string): string {
  for (let at = from; at !== dirname(at); at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (existsSync(folder)) return folder;
  }
  throw new Error(`${name} is not installed`);
}

/** @param path inside its package; "" for the package itself */
function isNeeded(path: string): boolean {
  const [first = "", second] = path.split("/");
  if (["node_modules", "scripts", "test", ".github"].includes(first)) return false;
  if (first === "prebuilds" && second !== undefined) {
    return second === `linux-${process.arch}` && !path.endsWith(".musl.node");
  }
  if (basename(path) === "pkgconfig") return false;
  return LICENSE_FILE.test(basename(path)) || !BUILD_FILES.test(path);
}
