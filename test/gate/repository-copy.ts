import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";
import { CLEAN_FILES } from "./clean-files.ts";

/** A small product in a folder of its own, held to this repository's own configuration files. */
export interface RepositoryCopy {
  readonly folder: string;
  /** Writes a file, given by its path in the repository. */
  write(path: string, text: string): void;
  /** Takes a file away again. */
  remove(path: string): void;
  close(): void;
}

const CONFIGURATION = [
  ".gitignore",
  "biome.json",
  "biome.boundaries.json",
  "biome.levels.json",
  "knip.json",
  "package.json",
  "test/tsconfig.browser.json",
  "tsconfig.base.json",
  "vitest.config.ts",
];
const TYPE_CONFIGURATION = [
  "protocols",
  "firmware-bridge",
  "desktop",
  "desktop/ui",
  "sync-server",
  "sync-server/web",
  "test",
  "scripts",
];
const PACKAGES = ["protocols", "firmware-bridge", "desktop", "sync-server", "test"];
/** The dependencies that the tiny product uses; more would rightly be reported as unused. */
const USED = ["@gatehouse/protocols", "vite"];

/** The part of a package.json that is looked at. */
interface Manifest {
  readonly exports?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

/** Makes the copy, which passes every gate as it is. */
export function makeRepositoryCopy(): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-gate-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text.trimStart());
  };
  for (const file of [...CONFIGURATION, ...TYPE_CONFIGURATION.map((p) => `${p}/tsconfig.json`)]) {
    cpSync(join(REPOSITORY, file), join(folder, file));
  }
  for (const [path, text] of Object.entries(CLEAN_FILES)) {
    write(path, text);
  }
  for (const name of PACKAGES) {
    write(`${name}/package.json`, prunedManifest(name));
  }
  linkModules(folder);
  return {
    folder,
    write,
    remove: (path) => rmSync(join(folder, path)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The package's real manifest without the exports and dependencies that the copy has no file for. */
function prunedManifest(name: string): string {
  const text = readFileSync(join(REPOSITORY, name, "package.json"), "utf8");
  const manifest: Manifest = JSON.parse(text);
  const isThere = (file: string): boolean => join(name, file) in CLEAN_FILES;
  const pruned: Manifest = {
    ...manifest,
    exports: keep(manifest.exports, ([, file]) => isThere(file)),
    dependencies: keep(
      manifest.dependencies,
      ([dependency]) => USED.includes(dependency) && name !== "test",
    ),
    devDependencies: keep(manifest.devDependencies, ([dependency]) => USED.includes(dependency)),
  };
  return `${JSON.stringify(pruned, null, 2)}\n`;
}

function keep(
  rows: Record<string, string> | undefined,
  isKept: (row: [string, string]) => boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(rows ?? {}).filter(isKept));
}

/** Every installed package by a link, but the workspaces' own, which are those of the copy. */
function linkModules(folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@gatehouse"), { recursive: true });
  const installed = join(REPOSITORY, "node_modules");
  for (const name of readdirSync(installed).filter((entry) => entry !== "@gatehouse")) {
    symlinkSync(join(installed, name), join(modules, name));
  }
  for (const name of PACKAGES) {
    symlinkSync(join(folder, name), join(modules, "@gatehouse", name));
  }
}
