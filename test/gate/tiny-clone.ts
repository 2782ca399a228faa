import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";

/** A clone that holds the set-up scripts and nothing else of the product, with programs of its own. */
export interface TinyClone {
  readonly folder: string;
  /** The only folder on the search path of what runs in the clone. */
  readonly programs: string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** A shell script on the search path. */
  addProgram(name: string, script: string): void;
  /** Starts `npm run` without npm: the entry with arguments. */
  start(args: readonly string[], options?: StartOptions): RunningClone;
  close(): void;
}

/** How to start the entry otherwise than as ourselves. */
export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly node?: string;
  /** Start as the unprivileged system user. */
  readonly uid?: number;
}

/** The entry while it runs. */
export interface RunningClone {
  readonly child: ChildProcess;
  /** All that was printed so far, both streams. */
  said(): string;
  /** Waits until it has printed something. */
  hasSaid(pattern: RegExp): Promise<void>;
  /** Waits for its end; the exit code, or null after a signal. */
  end(): Promise<number | null>;
}

/** Found in every PATH folder that a clone gets; each is what the scripts really call. */
const SYSTEM_PROGRAMS = ["sh", "env", "touch", "chmod", "sleep"];
const DEADLINE_MS = 30_000;

/** Makes the clone; its npm packages count as installed until `package-lock.json` is changed. */
export function makeTinyClone(): TinyClone {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-clone-"));
  chmodSync(folder, 0o755);
  const programs = join(folder, "programs");
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  cpSync(join(REPOSITORY, "scripts"), join(folder, "scripts"), { recursive: true });
  write("package.json", '{ "type": "module" }');
  write("package-lock.json", '{ "packages": {} }');
  write("node_modules/.package-lock.json", '{ "packages": {} }');
  mkdirSync(programs);
  for (const name of SYSTEM_PROGRAMS) {
    symlinkSync(join("/usr/bin", name), join(programs, name));
  }
  return {
    folder,
    programs,
    write,
    read: (path) => readFileSync(join(folder, path), "utf8"),
    addProgram(name, script) {
      writeFileSync(join(programs, name), `#!/bin/sh\n${script}`, { mode: 0o755 });
    },
    start: (args, options = {}) => startEntry({ folder, programs, args, options }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function startEntry(order: {
  folder: string;
  programs: string;
  args: readonly string[];
  options: StartOptions;
}): RunningClone {
  const { folder, programs, args, options } = order;
  const { node = process.execPath, env = {}, uid } = options;
  const child = spawn(node, [join(folder, "scripts/gatehouse.mjs"), ...args], {
    cwd: folder,
    env: { PATH: programs, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return watchProgram(child);
}

/** Gathers what a program prints. */
export function watchProgram(child: ChildProcess): RunningClone {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
  }
  const closed = once(child, "close");
  return {
    child,
    said: () => said,
    async hasSaid(pattern) {
      await until(
        () => pattern.test(said),
        () => `${pattern} in: ${said}`,
      );
    },
    async end() {
      await closed;
      return child.exitCode;
    },
  };
}

/** Polls until something holds; fails with what was awaited. */
export async function until(holds: () => boolean, awaited: () => string): Promise<void> {
  const deadlineMs = Date.now() + DEADLINE_MS;
  while (!holds()) {
    if (Date.now() > deadlineMs) {
      throw new Error(`Waited in vain for ${awaited()}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
