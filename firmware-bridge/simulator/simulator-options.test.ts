import { describe, expect, it } from "vitest";
import { readSimulatorCommand } from "./simulator-command.ts";
import { readSimulatorOptions } from "./simulator-options.ts";

describe("the simulator's command line", () => {
  it("needs only the place of the port", () => {
    expect(readSimulatorOptions(["--link", "/tmp/x"])).toEqual({
      link: "/tmp/x",
      ratePerMinute: 0,
      count: 0,
      sendsAimIds: false,
      suffix: "\r",
      seed: 1,
      faults: [],
    });
  });

  it("takes faults, rate, seed and suffix", () => {
    const argv = "--link x --rate 30 --count 5 --seed 9 --suffix crlf --aim --noise --over-long";
    expect(readSimulatorOptions(argv.split(" "))).toMatchObject({
      ratePerMinute: 30,
      count: 5,
      seed: 9,
      suffix: "\r\n",
      sendsAimIds: true,
      faults: ["noise", "over-long"],
    });
  });

  it.each([
    [[], "--link PATH is missing"],
    [["--link", "x", "--rate", "fast"], "--rate is a number"],
    [["--link", "x", "--suffix", "tab"], "--suffix is one of"],
    [["--link", "x", "--loud"], "--loud"],
  ])("refuses %j in plain words", (argv, words) => {
    expect(() => readSimulatorOptions(argv)).toThrow(words);
  });
});

describe("the simulator's commands", () => {
  it("are read from JSON lines", () => {
    expect(readSimulatorCommand('{"scan":"A"}')).toEqual({ kind: "scan", text: "A" });
    expect(readSimulatorCommand('{"bytesHex":"4142"}')).toMatchObject({ kind: "bytes" });
    expect(readSimulatorCommand('{"unplug":true}')).toEqual({ kind: "unplug" });
    expect(readSimulatorCommand('{"plug":true}')).toEqual({ kind: "plug" });
  });

  it.each(["", "{", "null", "7", '{"scan":7}', '{"bytesHex":"4"}', '{"bytesHex":"zz"}', "{}"])(
    "are nothing else: %j",
    (line) => {
      expect(readSimulatorCommand(line)).toBeNull();
    },
  );
});
