import { describe, expect, it } from "vitest";
import { wanderingClimate } from "./probe-climate.ts";
import { readProbeCommand } from "./probe-command.ts";
import { readProbeOptions } from "./probe-options.ts";

describe("the probe simulator's command line", () => {
  it("needs only the place of the port", () => {
    expect(readProbeOptions(["--link", "/tmp/x"])).toEqual({
      link: "/tmp/x",
      probes: 1,
      climate: { temperatureC: 22.5, humidityPct: 45 },
      isDrifting: false,
    });
  });

  it("takes a frost, several probes and drift", () => {
    const argv = "--link x --probes 3 --temperature=-12.5 --humidity 80 --drift";
    expect(readProbeOptions(argv.split(" "))).toMatchObject({
      probes: 3,
      climate: { temperatureC: -12.5, humidityPct: 80 },
      isDrifting: true,
    });
  });

  it.each([
    [[], "--link PATH is missing"],
    [["--link", "x", "--probes", "0"], "--probes is a number from 1 to 247"],
    [["--link", "x", "--temperature", "warm"], "--temperature is a number"],
  ])("refuses %j in plain words", (argv, words) => {
    expect(() => readProbeOptions(argv)).toThrow(words);
  });
});

describe("the probe simulator's commands", () => {
  it("are read from JSON lines, for one address or for all", () => {
    expect(readProbeCommand('{"temperatureC":31.5}')).toEqual({
      kind: "set",
      climate: { temperatureC: 31.5 },
      address: null,
    });
    expect(readProbeCommand('{"humidityPct":50,"address":2}')).toMatchObject({ address: 2 });
    expect(readProbeCommand('{"mute":true}')).toMatchObject({ settings: { isMute: true } });
    expect(readProbeCommand('{"unmute":true}')).toMatchObject({ settings: { isMute: false } });
    expect(readProbeCommand('{"corrupt":true}')).toMatchObject({ kind: "change" });
    expect(readProbeCommand('{"exception":2}')).toMatchObject({ settings: { exceptionCode: 2 } });
    expect(readProbeCommand('{"split":false}')).toEqual({ kind: "split", isOn: false });
    expect(readProbeCommand('{"unplug":true}')).toEqual({ kind: "unplug" });
    expect(readProbeCommand('{"plug":true}')).toEqual({ kind: "plug" });
  });

  it.each(["", "{", "null", "[]", "{}", '{"exception":256}', '{"mute":true,"address":"two"}'])(
    "are nothing else: %j",
    (line) => {
      expect(readProbeCommand(line)).toBeNull();
    },
  );
});

describe("a wandering climate", () => {
  it("stays near its base, moves slowly, and differs from address to address", () => {
    const base = { temperatureC: 22, humidityPct: 45 };
    const minutes = Array.from({ length: 120 }, (_, minute) => minute * 60_000);
    const temperatures = minutes.map((atMs) => wanderingClimate(base, atMs, 1).temperatureC);
    expect(Math.max(...temperatures)).toBeLessThan(22.9);
    expect(Math.min(...temperatures)).toBeGreaterThan(21.1);
    expect(new Set(temperatures.map((value) => value.toFixed(1))).size).toBeGreaterThan(8);
    expect(wanderingClimate(base, 0, 1)).not.toEqual(wanderingClimate(base, 0, 2));
  });
});
