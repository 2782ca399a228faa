import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeDebianPackage } from "./debian-package.ts";
import { PACKAGE_HELP, readPackageOptions } from "./package-options.ts";
import { PRODUCTS } from "./products.ts";
import { stageFiles } from "./stage.ts";

const repository = resolve(import.meta.dirname, "../..");

/** Builds every package and prints the path of each on a line of its own. */
function main(args: readonly string[]): void {
  const { help, outFolder, compression } = readPackageOptions(args, repository);
  if (help) {
    process.stdout.write(PACKAGE_HELP);
    return;
  }
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(repository, "package.json"), "utf8"),
  );
  for (const product of PRODUCTS) {
    const root = mkdtempSync(join(tmpdir(), "gatehouse-package-"));
    try {
      process.stderr.write(`gatehouse: packing the ${product.name}\n`);
      stageFiles(product, repository, root);
      const order = { product, repository, root, outFolder, version, compression };
      process.stdout.write(`${makeDebianPackage(order)}\n`);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
}

main(process.argv.slice(2));
