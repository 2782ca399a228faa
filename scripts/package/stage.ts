import {
  chmodSync,
  cpSync,
  globSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { nameInstalledCommands } from "./packaged-words.ts";
import { NODE_PROGRAM, type Product } from "./products.ts";
import { runTool } from "./run-tool.ts";
import { copyRuntimeModules } from "./runtime-modules.ts";

/** Files of these folders are programs; everything else is only read. */
const PROGRAM_FOLDERS = /(^|\/)bin\//;

/**
 * Lays out a package's files as they will lie on the disk.
 * @param root an empty folder
 */
export function stageFiles(product: Product, repository: string, root: string): void {
  const program = join(root, "usr/lib", `gatehouse-${product.name}`);
  cpSync(join(repository, "packaging", product.name, "root"), root, { recursive: true });
  bundle(product, repository, join(program, product.bundle));
  for (const file of product.files) {
    const filter = (path: string) => basename(path) !== ".build-hash";
    cpSync(join(repository, file), join(program, file), { recursive: true, filter });
  }
  nameInstalledCommands(program);
  writeFileSync(join(program, "package.json"), '{ "type": "module" }\n');
  copyRuntimeModules(repository, product.modules, program);
  const node = join(program, "bin/node");
  mkdirSync(dirname(node));
  runTool("strip", ["-o", node, join(repository, NODE_PROGRAM)]);
  writeLicenses(product, repository, root);
  setModes(root);
}

function bundle(product: Product, repository: string, folder: string): void {
  const vite = join(repository, "node_modules/vite/bin/vite.js");
  const config = join(repository, product.bundle, "bundle.config.ts");
  runTool(process.execPath, [vite, "build", "--config", config, "--outDir", folder]);
}

/** The product's own licence, then that of each part that is in the package, where Debian looks. */
function writeLicenses(product: Product, repository: string, root: string): void {
  const bundled = join(root, "usr/lib", `gatehouse-${product.name}`, product.bundle, "LICENSES.md");
  const files = ["LICENSE", ...product.licenses].map((file) => join(repository, file));
  const texts = [...files, bundled].map((file) => readFileSync(file, "utf8").trim());
  rmSync(bundled);
  const folder = join(root, "usr/share/doc", `gatehouse-${product.name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "copyright"), `${texts.join(`\n\n${"-".repeat(72)}\n\n`)}\n`);
}

/** The same modes whatever umask the clone was made with. */
function setModes(root: string): void {
  chmodSync(root, 0o755);
  for (const name of globSync("**", { cwd: root })) {
    const path = join(root, name);
    const entry = lstatSync(path);
    if (entry.isSymbolicLink()) continue;
    chmodSync(path, entry.isDirectory() || PROGRAM_FOLDERS.test(name) ? 0o755 : 0o644);
  }
}
