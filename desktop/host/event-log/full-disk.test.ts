import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { makeFolder } from "./log-fixture.ts";

const WRITER = fileURLToPath(new URL("full-disk-writer.ts", import.meta.url));
const run = promisify(execFile);

/** A way to make a disk full for one process, and the code that the log then answers. */
interface SmallDisk {
  readonly name: "tmpfs" | "file-size-limit";
  readonly code: "store.full" | "store.failed";
  /** Shell text in front of the program; `$1` is the folder. */
  readonly shell: string;
  readonly wrapper: readonly string[];
}

const MOUNT = 'mount -t tmpfs -o size=3m tmpfs "$1"';
const TMPFS = { name: "tmpfs", code: "store.full", shell: MOUNT } as const;

/** A mount of its own where the machine allows it; else the kernel's limit on file sizes, which SQLite reports as a failed write. */
const SMALL_DISKS: readonly SmallDisk[] = [
  { ...TMPFS, wrapper: ["unshare", "--mount"] },
  { ...TMPFS, wrapper: ["unshare", "--mount", "--map-root-user"] },
  { name: "file-size-limit", code: "store.failed", shell: "ulimit -S -f 1024", wrapper: [] },
];

function commandOf({ wrapper, shell }: SmallDisk, rest: string, parameters: readonly string[]) {
  return [...wrapper, "sh", "-c", `${shell} && ${rest}`, "sh", ...parameters];
}

function isPossible(disk: SmallDisk, folder: string): boolean {
  const [program = "", ...parameters] = commandOf(disk, "true", [folder]);
  try {
    execFileSync(program, parameters, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

it("accepts nothing on a full disk, shows nothing of it, and goes on when there is space", async () => {
  const { folder, remove } = makeFolder();
  const disk = SMALL_DISKS.find((way) => isPossible(way, folder));
  if (!disk) throw new Error("no way to fill a disk on this machine");
  const parameters = [folder, process.execPath, WRITER, disk.name];
  const [program = "", ...command] = commandOf(disk, 'exec "$2" "$3" "$1" "$4"', parameters);
  const { stdout } = await run(program, command);
  expect(JSON.parse(stdout)).toEqual({
    full: {
      codes: [disk.code],
      health: "failing",
      isOnlyAcceptedStored: true,
      isSeqUnused: true,
    },
    healthAfterProbe: "failing",
    healthWhenFreed: "ok",
    freed: { codes: ["accepted"], health: "ok", isOnlyAcceptedStored: true, firstBreak: null },
  });
  remove();
});
