import { spawn } from "node:child_process";
import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTinyClone, type TinyClone, watchProgram } from "./tiny-clone.ts";

/** The uid of `nobody` on Debian and Ubuntu. */
const NOBODY = 65_534;
/** An apt-get that notes its call and, like the real one, leaves the program in the search path. */
const APT_GET = `
echo "$DEBIAN_FRONTEND $*" >> "\${0%/*}/apt-get.log"
case "$*" in *" install "*) touch "\${0%/*}/socat"; chmod 755 "\${0%/*}/socat";; esac
`;

describe("missing system packages", () => {
  let clone: TinyClone;

  beforeEach(() => {
    clone = makeTinyClone();
    clone.write("firmware-bridge/cli.ts", "process.stdout.write(process.argv.slice(2).join(' '));");
  });
  afterEach(() => clone.close());

  /** A machine with apt-get, and sudo in case that this test does not run as root. */
  const addInstaller = (): void => {
    clone.addProgram("apt-get", APT_GET);
    clone.addProgram("sudo", '[ "$1" = -n ] && shift\nexec "$@"\n');
  };

  it("are installed without asking when nobody is at a terminal, then the command runs", async () => {
    addInstaller();
    const run = clone.start(["bridge", "simulate", "--rate", "2"]);
    expect([await run.end(), run.said()]).toEqual([0, expect.stringMatching(/simulate --rate 2$/)]);
    const log = clone.read("programs/apt-get.log");
    expect(log).toMatch(/^noninteractive .* install -y --no-install-recommends socat$/m);
    expect(run.said()).toContain("missing system packages: socat");
  });

  it("are named in one line to type for an account without rights, and nothing is run", async () => {
    clone.addProgram("apt-get", APT_GET);
    // A copy that `nobody` can reach: ours may lie in a closed home folder.
    const node = join(clone.folder, "node");
    copyFileSync(process.execPath, node);
    chmodSync(node, 0o755);
    const isRoot = process.getuid?.() === 0;
    const run = clone.start(["bridge", "simulate"], { node, ...(isRoot ? { uid: NOBODY } : {}) });
    expect(await run.end()).toBe(1);
    expect(run.said()).toMatch(
      /^gatehouse: Type this.*su -c 'apt-get update && apt-get install .* socat'$/m,
    );
    expect(() => clone.read("programs/apt-get.log")).toThrow("ENOENT");
  });

  it("are named as programs where there is no apt-get", async () => {
    const run = clone.start(["bridge", "simulate"]);
    expect(await run.end()).toBe(1);
    expect(run.said()).toContain("This system has no apt-get");
    expect(run.said()).toContain("- socat (simulated serial devices)");
  });

  it("are not asked for by someone who only asks what a command does", async () => {
    const run = clone.start(["bridge", "simulate", "--help"]);
    expect([await run.end(), run.said()]).toEqual([0, "simulate --help"]);
  });

  it("stop nothing where they are there already", async () => {
    clone.addProgram("socat", "");
    const run = clone.start(["bridge", "simulate", "once"]);
    expect([await run.end(), run.said()]).toEqual([0, "simulate once"]);
  });

  describe("at a terminal", () => {
    /** Runs the entry on a pseudo-terminal and types an answer to its question. */
    const answerAtTerminal = async (answer: string, ...args: string[]): Promise<string> => {
      const entry = join(clone.folder, "scripts/gatehouse.mjs");
      clone.addProgram(
        "at-terminal",
        `unset CI\nPATH=${clone.programs}\n${process.execPath} ${entry} bridge simulate ${args.join(" ")}\necho "ended with $?"\n`,
      );
      const program = join(clone.programs, "at-terminal");
      const run = watchProgram(
        spawn("socat", ["-t", "30", "-", `EXEC:${program},pty,ctty,setsid,stderr`], {
          stdio: ["pipe", "pipe", "pipe"],
        }),
      );
      if (!args.includes("--yes")) {
        await run.hasSaid(/Install them now\? \[Y\/n\]/);
        run.child.stdin?.write(answer);
      }
      await run.hasSaid(/ended with \d+/);
      run.child.kill();
      await run.end();
      return run.said();
    };

    it("are asked for, and Enter is yes", async () => {
      addInstaller();
      expect(await answerAtTerminal("\n")).toContain("ended with 0");
      expect(clone.read("programs/apt-get.log")).toContain(" install ");
    });

    it("are left alone after a no, with the line to type", async () => {
      addInstaller();
      const said = await answerAtTerminal("n\n");
      expect(said).toContain("ended with 1");
      expect(said).toMatch(/Type this.*apt-get install -y --no-install-recommends socat/);
      expect(() => clone.read("programs/apt-get.log")).toThrow("ENOENT");
    });

    it("are asked for again after an answer that is neither", async () => {
      addInstaller();
      const said = await answerAtTerminal("perhaps\ny\n");
      expect(said.match(/Install them now\?/g)).toHaveLength(2);
      expect(said).toContain("ended with 0");
    });

    it("are installed without a question with --yes", async () => {
      addInstaller();
      const said = await answerAtTerminal("", "--yes");
      expect(said).not.toContain("Install them now?");
      expect(said).toContain("ended with 0");
    });
  });
});
