import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readStationCommand, STATION_HELP } from "./config.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-config-"));
  vi.stubEnv("GATEHOUSE_STATION_DATA", join(folder, "from-environment"));
  vi.stubEnv("GATEHOUSE_LOG_LEVEL", undefined);
  vi.stubEnv("GATEHOUSE_CHROMIUM", undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function configOf(...args: readonly string[]) {
  const command = readStationCommand(args);
  if (command.kind !== "run") throw new Error(`the command is ${command.kind}`);
  return command.config;
}

function fileHolding(content: unknown): string {
  const path = join(folder, "station.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

function refusalOf(...args: readonly string[]): GatehouseError {
  try {
    readStationCommand(args);
  } catch (error) {
    if (error instanceof GatehouseError) return error;
    throw error;
  }
  throw new Error("the options were taken");
}

/** Three probes that cannot share their wire. */
const WIRES = [
  { path: "/dev/y" },
  { path: "/dev/y" },
  { path: "/dev/y", address: 2, parity: "even" },
];

describe("the station's configuration", () => {
  it("needs no option at all: no scanner, loopback port 7090, a window", () => {
    expect(configOf()).toEqual({
      role: "checkpoint",
      dataFolder: join(folder, "from-environment"),
      port: 7_090,
      window: "app",
      shell: "auto",
      browser: null,
      language: "zh-CN",
      scanner: null,
      sampling: { tubePrefix: "B", tubeLength: 11, poolSize: 10 },
      room: { probes: [], patrol: { everyMinutes: 120, points: [] } },
      brokerUrl: null,
      invitation: null,
      logLevel: "info",
    });
  });

  it("takes a room's first probe from the command line, and the rest of the room from the file", () => {
    const second = { path: "/dev/ttyUSB1", address: 2, name: "热通道", limits: {} };
    const file = fileHolding({
      role: "room",
      room: {
        probes: [{ name: "冷通道" }, second],
        patrol: { points: [{ code: "A1", name: "A1" }] },
      },
    });
    const { room } = configOf("--config", file, "--probe", "/dev/ttyUSB0");
    expect(room.probes).toMatchObject([
      { path: "/dev/ttyUSB0", name: "冷通道", address: 1, pollMs: 5_000, parity: "none" },
      { path: "/dev/ttyUSB1", name: "热通道", address: 2 },
    ]);
    expect(room.probes[1]?.limits.temperatureC).toEqual({ low: 18, high: 27 });
    expect(room.patrol).toEqual({ everyMinutes: 120, points: [{ code: "A1", name: "A1" }] });
  });

  it("lists every problem of a table and a room at once", () => {
    const file = fileHolding({
      sampling: { tubePrefix: "b", poolSize: 7 },
      room: {
        probes: [{ path: "/dev/x", limits: { temperatureC: { low: 30, high: 20 } } }],
      },
    });
    const { message } = refusalOf("--config", file);
    expect(message).toMatch(/sampling\.tubePrefix: capitals and digits/);
    expect(message).toMatch(/sampling\.poolSize: one of 1, 5, 10, 20/);
    expect(message).toMatch(/room\.probes\.0\.limits\.temperatureC: low must be below high/);
    const wires = refusalOf(
      ...["--config", fileHolding({ room: { probes: WIRES } }), "--role", "room"],
    ).message;
    expect(wires).toMatch(/room\.probes\.1: another probe has this address on \/dev\/y/);
    expect(wires).toMatch(/room\.probes\.2: other baudRate or parity on \/dev\/y/);
  });

  it("refuses a patrol code that hangs at two places", () => {
    const points = [
      { code: "RACK-A01", name: "A01" },
      { code: " RACK-A01 ", name: "A02" },
    ];
    const path = fileHolding({ role: "room", room: { patrol: { points } } });
    const { message } = refusalOf("--config", path);
    expect(message).toMatch(/room\.patrol\.points\.1\.code: another point has this code/);
  });

  it("reads a file with a byte order mark, as editors on Windows write it", () => {
    const path = fileHolding('\uFEFF{"role": "room"}');
    expect(configOf("--config", path).role).toBe("room");
  });

  it("cannot be changed once it is read", () => {
    expect(Object.isFrozen(configOf())).toBe(true);
  });

  it("takes every option of the command line", () => {
    const config = configOf(
      ...["--scanner", "/dev/ttyACM0", "--baud", "115200", "--aim", "--headless"],
      ...["--port", "0", "--language", "en", "--broker", "mqtts://10.0.0.1:8883"],
      ...["--data", "relative", "--invitation", "gh-enrol://centre:1/CODE#FF"],
    );
    expect(config).toMatchObject({
      scanner: {
        path: "/dev/ttyACM0",
        baudRate: 115_200,
        sendsAimIds: true,
        duplicateWindowMs: 1_500,
      },
      window: "none",
      port: 0,
      language: "en",
      brokerUrl: "mqtts://10.0.0.1:8883",
      dataFolder: resolve("relative"),
      invitation: "gh-enrol://centre:1/CODE#FF",
    });
  });

  it("lets an option win over the file and the file over the environment", () => {
    vi.stubEnv("GATEHOUSE_LOG_LEVEL", "error");
    const scanner = { path: "COM5", baudRate: 19_200, sendsAimIds: true };
    const path = fileHolding({ dataFolder: "/srv/file", port: 1_234, logLevel: "debug", scanner });
    expect(configOf("--config", path, "--port", "4321", "--baud", "4800")).toMatchObject({
      dataFolder: "/srv/file",
      port: 4_321,
      logLevel: "debug",
      scanner: { path: "COM5", baudRate: 4_800, sendsAimIds: true },
    });
  });

  it("takes the log level of the environment", () => {
    vi.stubEnv("GATEHOUSE_LOG_LEVEL", "warn");
    expect(configOf().logLevel).toBe("warn");
  });

  it("answers --help and --open without a station", () => {
    expect(readStationCommand(["--help"])).toEqual({ kind: "help" });
    expect(readStationCommand(["--open", "--data", "/srv/gate"])).toEqual({
      kind: "open",
      dataFolder: "/srv/gate",
    });
  });

  it("lists every problem at once", () => {
    const refusal = refusalOf("--port", "70000", "--language", "fr", "--broker", "mqtt://plain");
    expect(refusal.code).toBe("config.invalid");
    expect(refusal.message).toMatch(/port: .*language: .*brokerUrl: /);
  });

  it.each([
    ["an option that does not exist", ["--colour", "red"], /colour/],
    ["a port that is no number", ["--port", "seven"], /port/],
    ["a speed without a scanner", ["--baud", "9600"], /scanner\.path/],
  ])("refuses %s", (_what, args, words) => {
    expect(refusalOf(...args)).toMatchObject({
      code: "config.invalid",
      message: expect.stringMatching(words),
    });
  });

  it.each([
    ["is not there", null],
    ["is no JSON", "{"],
    ["holds no object", "7"],
    ["holds a list", "[]"],
    ["holds a name that is not known", { colour: "red" }],
  ])("refuses a file that %s", (_what, content) => {
    const path = content === null ? join(folder, "absent.json") : fileHolding(content);
    expect(refusalOf("--config", path).code).toBe("config.invalid");
  });

  it("names every option in its help", () => {
    const options = [
      ...["role", "scanner", "baud", "aim", "probe", "invitation", "broker", "data", "port"],
      ...["shell", "headless", "kiosk", "language", "config", "enrol-only", "open", "help"],
    ];
    for (const option of options) expect(STATION_HELP).toContain(`--${option}`);
  });
});
