import { describe, expect, it } from "vitest";
import { readDemoOptions } from "./demo-options.ts";

const REPOSITORY = "/srv/gatehouse";

function optionsOf(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return readDemoOptions(args, REPOSITORY, environment);
}

describe("options of the demonstration", () => {
  it("scans twelve times a minute and opens a window only where there is a display", () => {
    expect(optionsOf([])).toMatchObject({ ratePerMinute: 12, hasWindow: false, isSmoke: false });
    expect(optionsOf([], { DISPLAY: ":0" }).hasWindow).toBe(true);
    expect(optionsOf([], { WAYLAND_DISPLAY: "wayland-0" }).hasWindow).toBe(true);
  });

  it.each([["--headless"], ["--smoke"]])("opens no window with %s", (option) => {
    expect(optionsOf([option], { DISPLAY: ":0" }).hasWindow).toBe(false);
  });

  it("keeps each clone's data apart, and the smoke test's from the demonstration's", () => {
    const folders = [
      optionsOf([]).dataFolder,
      optionsOf(["--smoke"]).dataFolder,
      readDemoOptions([], "/srv/other", {}).dataFolder,
    ];
    expect(new Set(folders).size).toBe(3);
    expect(optionsOf([]).dataFolder).toBe(folders[0]);
  });

  it("takes a folder and a rate", () => {
    expect(optionsOf(["--data", "/srv/data", "--rate", "0", "--fresh"])).toMatchObject({
      dataFolder: "/srv/data",
      ratePerMinute: 0,
      isFresh: true,
    });
  });

  it.each(["-1", "many", "6001", "Infinity"])("refuses a rate of %s", (rate) => {
    expect(() => optionsOf([`--rate=${rate}`])).toThrow(TypeError);
  });

  it("refuses an option that does not exist", () => {
    expect(() => optionsOf(["--colour"])).toThrow(TypeError);
  });
});
