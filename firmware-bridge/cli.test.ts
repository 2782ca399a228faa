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
    for (const word of ["list", "watch-probe", "simulate-probe", "--show-text", "--drift"]) {
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

  it("explains each command when asked", async () => {
    const words = {
      list: "serial ports",
      watch: "--show-text",
      "watch-probe": "--parity KIND",
      simulate: "--rate N",
      "simulate-probe": "--probes N",
    };
    for (const [command, word] of Object.entries(words)) {
      const help = bridge(command, "--help");
      expect(await help.ended()).toBe(0);
      expect(help.printed()).toContain(word);
    }
  });

  it("shows what a simulated probe measures, and when it has only errors to say", async () => {
    const port = join(folder, "port");
    const simulator = bridge("simulate-probe", "--link", port, "--temperature=-3.5");
    await expect.poll(simulator.printed, WAIT).toContain('"ready":true');
    const watch = bridge("watch-probe", port, "--address", "1", "--parity", "even");
    await expect.poll(watch.printed, WAIT).toMatch(/^\d\d:\d\d:\d\d {2}-3\.5 °C {2}45\.0 %$/m);
    simulator.child.stdin.write('{"exception":2}\n');
    await expect.poll(watch.printed, WAIT).toContain("lost: The device answers with errors");
    watch.child.kill("SIGINT");
    expect(await watch.ended()).toBe(0);
  });

  it("does not watch a probe that it was told nonsense about", async () => {
    const address = bridge("watch-probe", "/dev/null", "--address", "300");
    const parity = bridge("watch-probe", "/dev/null", "--parity", "odd-ish");
    expect(await address.ended()).not.toBe(0);
    expect(address.printed()).toContain("--address is a number from 1 to 247");
    expect(await parity.ended()).toBe(2);
    expect(parity.printed()).toContain("none, even or odd");
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
