import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "../../scripts/bootstrap/commands.mjs";
import { askYesNo, readAnswer } from "../../scripts/bootstrap/question.mjs";
import { ensureBuilds, isBuildStale } from "../../scripts/bootstrap/web-builds.mjs";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";
import { makeTinyClone, type TinyClone } from "./tiny-clone.ts";

describe("the entry of every command", () => {
  let clone: TinyClone;

  beforeEach(() => {
    clone = makeTinyClone();
  });
  afterEach(() => clone.close());

  it.each(["--help", "help"])("lists every command for %s", async (word) => {
    const run = clone.start([word]);
    expect(await run.end()).toBe(0);
    for (const name of Object.keys(COMMANDS)) {
      expect(run.said()).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });

  it("lists them too for a command that there is not, and fails", async () => {
    const run = clone.start(["toString"]);
    expect(await run.end()).toBe(2);
    expect(run.said()).toContain('There is no command "toString"');
    expect(run.said()).toContain("  start ");
  });

  it("says so when a command's program is not there, without a stack", async () => {
    const run = clone.start(["server"]);
    expect(await run.end()).toBe(1);
    expect(run.said()).toContain("sync-server/cli.ts is not in this copy");
    expect(run.said()).not.toContain("    at ");
  });

  it("ends with the exit code of the program", async () => {
    clone.write("sync-server/cli.ts", "process.exit(Number(process.argv[2]));");
    expect(await clone.start(["server", "42"]).end()).toBe(42);
  });

  it("passes a termination on and lets the program end in its own way", async () => {
    clone.write(
      "sync-server/cli.ts",
      `process.on("SIGTERM", () => { process.stdout.write("closing"); process.exit(7); });
       setInterval(() => undefined, 1000);
       process.stdout.write("ready ");`,
    );
    const run = clone.start(["server"]);
    await run.hasSaid(/ready/);
    run.child.kill("SIGTERM");
    expect([await run.end(), run.said()]).toEqual([7, "ready closing"]);
  });

  it("dies of the signal that the program died of", async () => {
    clone.write("sync-server/cli.ts", 'process.kill(process.pid, "SIGKILL");');
    const run = clone.start(["server"]);
    expect(await run.end()).toBe(null);
    expect(run.child.signalCode).toBe("SIGKILL");
  });

  it("runs the program with the product's own Node and tools first on the path", async () => {
    clone.write("sync-server/cli.ts", "process.stdout.write(process.env.PATH ?? '');");
    const run = clone.start(["server"]);
    await run.end();
    expect(run.said()).toMatch(
      new RegExp(`^/.*:${clone.folder}/node_modules/.bin:${clone.programs}$`),
    );
  });
});

describe("a yes-or-no question", () => {
  it.each([
    ["", true],
    ["Y", true],
    ["yes", true],
    ["是", true],
    ["n", false],
    ["No ", false],
    ["perhaps", undefined],
  ])("takes %j for %s", (answer, meant) => {
    expect(readAnswer(answer)).toBe(meant);
  });

  it("takes the end of input for a no", async () => {
    const input = new PassThrough();
    const asked = askYesNo("Go?", { input, output: new PassThrough() });
    input.end();
    expect(await asked).toBe(false);
  });
});

describe("the web builds", () => {
  let clone: TinyClone;
  const order = () => ({
    repository: clone.folder,
    folders: ["desktop/ui"],
    node: process.execPath,
    env: process.env,
  });

  beforeEach(() => {
    clone = makeTinyClone();
    clone.write("protocols/result.ts", "export const ok = 1;");
    clone.write("desktop/ui/index.html", '<script type="module" src="/main.ts"></script>');
    clone.write("desktop/ui/main.ts", 'import { ok } from "../../protocols/result.ts";\nok;');
    symlinkSync(join(REPOSITORY, "node_modules/vite"), join(clone.folder, "node_modules/vite"));
  });
  afterEach(() => clone.close());

  it("are nothing to do for a folder without a Vite configuration", () => {
    expect(isBuildStale(clone.folder, "desktop/ui")).toBe(false);
  });

  it("are made when missing, and made again when a source or a contract changed", async () => {
    clone.write("desktop/ui/vite.config.ts", "export default {};");
    expect(isBuildStale(clone.folder, "desktop/ui")).toBe(true);
    await ensureBuilds(order());
    expect(clone.read("desktop/ui/dist/index.html")).toContain("<script");
    expect(isBuildStale(clone.folder, "desktop/ui")).toBe(false);
    clone.write("desktop/ui/main.test.ts", "");
    expect(isBuildStale(clone.folder, "desktop/ui")).toBe(false);
    clone.write("protocols/result.ts", "export const ok = 2;");
    expect(isBuildStale(clone.folder, "desktop/ui")).toBe(true);
  });

  it("that fail leave no stamp and say what the build tool said", async () => {
    clone.write("desktop/ui/vite.config.ts", "export default {};");
    clone.write("desktop/ui/main.ts", 'import "./nowhere.ts";');
    await expect(ensureBuilds(order())).rejects.toThrow(/Building desktop\/ui failed.*nowhere/s);
    expect(isBuildStale(clone.folder, "desktop/ui")).toBe(true);
  });
});
