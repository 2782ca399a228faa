import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("./cli.ts", import.meta.url));
const WAIT = { timeout: 40_000, interval: 10 };

interface Bridge {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  printed(): string;
  ended(): Promise<number | null>;
}

let folder: string;
const running: Bridge[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-bridge-"));
});

afterEach(async () => {
  for (const bridge of running.splice(0)) {
    bridge.child.kill("SIGTERM");
    await bridge.ended();
  }
  await rm(folder, { recursive: true });
});

function bridge(...argv: string[]): Bridge {
  const child = spawn(process.execPath, [CLI, ...argv], { stdio: ["pipe", "pipe", "pipe"] });
  let printed = "";
  child.stdout.on("data", (bytes: Buffer) => {
    printed += bytes.toString();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    printed += bytes.toString();
  });
  const exit = once(child, "close");
  const started: Bridge = {
    child,
    printed: () => printed,
    async ended() {
      await exit;
      return child.exitCode;
    },
  };
  running.push(started);
  return started;
}

describe("bridge", () => {
  it("explains itself in plain words when asked and when it does not understand", async () => {
    const help = bridge("--help");
    const unknown = bridge("dance");
    expect(await help.ended()).toBe(0);
    expect(await unknown.ended()).toBe(2);
    for (const word of ["list", "watch", "simulate", "--show-text"]) {
      expect(help.printed()).toContain(word);
      expect(unknown.printed()).toContain(word);
    }
  });

  it("shows what a simulated scanner scans, masked, until Ctrl-C", async () => {
    const port = join(folder, "port");
    const simulator = bridge("simulate", "--link", port, "--aim");
    const watch = bridge("watch", port, "--aim");
    await expect.poll(simulator.printed, WAIT).toContain('"ready":true');
    await expect.poll(watch.printed, WAIT).toMatch(/^ready$/m);
    simulator.child.stdin.write('{"scan":"PASS-SECRET-1234"}\n');
    await expect.poll(watch.printed, WAIT).toContain("QR Code, 16 characters, utf-8: 1234");
    expect(watch.printed() + simulator.printed()).not.toContain("SECRET");
    watch.child.kill("SIGINT");
    expect(await watch.ended()).toBe(0);
  });

  it("says what to do when the watched port is not there", async () => {
    const watch = bridge("watch", join(folder, "nothing"));
    await expect.poll(watch.printed, WAIT).toContain("Check the USB plug");
  });
});

describe("bridge simulate", () => {
  it("invents as many scans as asked and takes its port away", async () => {
    const port = join(folder, "port");
    const simulator = bridge(
      "simulate",
      "--link",
      port,
      "--rate",
      "6000",
      "--count",
      "8",
      "--binary",
    );
    expect(await simulator.ended()).toBe(0);
    expect(simulator.printed().match(/"wrote":\d+/g)).toHaveLength(8);
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes its port away when it is told to end", async () => {
    const simulator = bridge("simulate", "--link", join(folder, "port"));
    await expect.poll(simulator.printed, WAIT).toContain('"ready":true');
    expect(await readdir(folder)).toEqual(["port"]);
    simulator.child.kill("SIGTERM");
    expect(await simulator.ended()).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it("ends by itself when whoever commands it is gone", async () => {
    const simulator = bridge("simulate", "--link", join(folder, "port"));
    await expect.poll(simulator.printed, WAIT).toContain('"ready":true');
    simulator.child.stdin.end();
    expect(await simulator.ended()).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves no port behind when it is killed", async () => {
    const simulator = bridge("simulate", "--link", join(folder, "port"));
    await expect.poll(simulator.printed, WAIT).toContain('"ready":true');
    simulator.child.kill("SIGKILL");
    await expect.poll(() => readdir(folder), WAIT).toEqual([]);
  });

  it("does not touch a file that is in the way", async () => {
    const path = join(folder, "diary");
    await writeFile(path, "mine");
    const simulator = bridge("simulate", "--link", path);
    expect(await simulator.ended()).toBe(1);
    expect(await readFile(path, "utf8")).toBe("mine");
  });
});
