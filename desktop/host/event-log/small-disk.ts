import { execFileSync } from "node:child_process";
import { pid } from "node:process";

/** Ways to a mount of its own, for one process and those that it starts. */
const WRAPPERS: readonly (readonly string[])[] = [
  ["unshare", "--mount"],
  ["unshare", "--mount", "--map-root-user"],
];
const MOUNT = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"';

/** A command on a disk that is soon full. */
export interface OnSmallDisk {
  /** The program and its parameters. */
  readonly command: readonly string[];
  /** False where this machine mounts nothing: the program limits its files by `limitFileSize`. */
  readonly isMounted: boolean;
}

/**
 * The command as it must be run so that a folder lies on a disk of this size.
 * @param size as tmpfs takes it, such as `3m`
 */
export function onSmallDisk(
  { folder, size }: { readonly folder: string; readonly size: string },
  command: readonly string[],
): OnSmallDisk {
  const mounting = (wrapper: readonly string[], then: readonly string[]) => [
    ...[...wrapper, "sh", "-c", MOUNT, "sh", size, folder],
    ...then,
  ];
  const wrapper = WRAPPERS.find((one) => isPossible(mounting(one, ["true"])));
  return wrapper
    ? { command: mounting(wrapper, command), isMounted: true }
    : { command, isMounted: false };
}

/** The kernel refuses this process longer files, which SQLite reports as a failed write. */
export function limitFileSize(bytes: number | "unlimited"): void {
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:unlimited`]);
}

function isPossible([program = "", ...parameters]: readonly string[]): boolean {
  try {
    execFileSync(program, parameters, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
