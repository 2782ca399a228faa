import {
  chmodSync,
  cpSync,
  globSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Product } from "./products.ts";
import { runTool } from "./run-tool.ts";

/** Debian's names of the machines that there is a Node for. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** Where a package's files lie and what becomes of them. */
export interface PackageOrder {
  readonly product: Product;
  readonly repository: string;
  /** The staged files. */
  readonly root: string;
  readonly outFolder: string;
  readonly version: string;
  /** Options of dpkg-deb(1). */
  readonly compression: readonly string[];
}

/**
 * Makes the `.deb` of staged files.
 * @returns its path
 */
export function makeDebianPackage(order: PackageOrder): string {
  const { product, root, version } = order;
  const architecture = ARCHITECTURES[process.arch];
  if (architecture === undefined) throw new Error(`no packages for ${process.arch}`);
  const control = join(root, "DEBIAN");
  cpSync(join(order.repository, "packaging", product.name, "control"), control, {
    recursive: true,
  });
  fillIn(join(control, "control"), {
    VERSION: version,
    ARCHITECTURE: architecture,
    INSTALLED_SIZE: String(installedKib(root)),
  });
  for (const name of ["postinst", "prerm", "postrm"]) chmodSync(join(control, name), 0o755);
  mkdirSync(order.outFolder, { recursive: true });
  const file = join(order.outFolder, `gatehouse-${product.name}_${version}_${architecture}.deb`);
  runTool("dpkg-deb", ["--root-owner-group", ...order.compression, "--build", root, file]);
  return file;
}

function fillIn(file: string, values: Readonly<Record<string, string>>): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/@([A-Z_]+)@/g, (_all, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${file}: nothing to put for ${name}`);
      return value;
    }),
  );
}

/** As deb-substvars(5) wants it: whole KiB of each file, one for anything that is no file. */
function installedKib(root: string): number {
  const entries = globSync("**", { cwd: root, exclude: ["DEBIAN/**"] });
  const sizes = entries.map((name) => {
    const entry = lstatSync(join(root, name));
    return entry.isFile() ? Math.ceil(entry.size / 1_024) : 1;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
