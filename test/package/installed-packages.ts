import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ensureBuilt } from "../support/built-ui.ts";

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, "../..");

/** Both packages, built and unpacked into a root of their own. */
export interface InstalledPackages {
  /** Stands for `/`. */
  readonly root: string;
  /** The `.deb` files. */
  readonly files: readonly string[];
  /** Environment of a machine that knows no repository: the system's programs only. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the programs said to the service manager so far, one state a line. */
  readonly noticeFile: string;
  close(): Promise<void>;
}

/** Builds the packages, compressed little, and unpacks them. */
export async function installPackages(): Promise<InstalledPackages> {
  await ensureBuilt("desktop/ui");
  await ensureBuilt("sync-server/web");
  const folder = await mkdtemp(join(tmpdir(), "gh-deb-"));
  // As root the database runs as another user, who must get through.
  await chmod(folder, 0o755);
  const program = join(REPOSITORY, "scripts/package/package.ts");
  const debs = join(folder, "debs");
  await run(process.execPath, [program, "--quick", "--out", debs]);
  const files = (await readdir(debs)).sort().map((name) => join(debs, name));
  const root = join(folder, "root");
  for (const file of files) await run("dpkg-deb", ["-x", file, root]);
  const noticeFile = join(folder, "notices");
  await addServiceManager(join(folder, "bin"), noticeFile);
  return {
    root,
    files,
    environment: { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, HOME: folder },
    noticeFile,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A `systemd-notify` that writes down what it is told, since no systemd may run here. */
async function addServiceManager(bin: string, noticeFile: string): Promise<void> {
  await run("mkdir", [bin]);
  await writeFile(noticeFile, "");
  const script = `#!/bin/sh\necho "$NOTIFY_SOCKET $*" >> '${noticeFile}'\n`;
  await writeFile(join(bin, "systemd-notify"), script, { mode: 0o755 });
}
