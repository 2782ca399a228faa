import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { certificateNamesOf, childEnvironment, loadConfig, publicHostOf } from "./config.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-config-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("configuration", () => {
  it("opens nothing to the network unless told to", () => {
    const config = loadConfig({ environment: { GATEHOUSE_DATA: "/data" } });
    expect(config).toMatchObject({
      dataFolder: "/data",
      host: "127.0.0.1",
      webHost: "127.0.0.1",
      mqttPort: 8883,
      enrolPort: 8443,
      webPort: 7080,
      timeZone: "Asia/Shanghai",
      databaseUrl: null,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it("lets the environment win over the file", async () => {
    const file = join(folder, "centre.json");
    await writeFile(
      file,
      JSON.stringify({ dataFolder: "/a", webPort: 1000, publicNames: ["c.example"] }),
    );
    const config = loadConfig({ file, environment: { GATEHOUSE_WEB_PORT: "2000" } });
    expect(config).toMatchObject({ dataFolder: "/a", webPort: 2000, publicNames: ["c.example"] });
  });

  it("reads the file that the environment names, unless the command line names one", async () => {
    const named = join(folder, "named.json");
    const given = join(folder, "given.json");
    await writeFile(named, JSON.stringify({ dataFolder: "/named" }));
    await writeFile(given, JSON.stringify({ dataFolder: "/given" }));
    const environment = { GATEHOUSE_CONFIG: named };
    expect(loadConfig({ environment }).dataFolder).toBe("/named");
    expect(loadConfig({ file: given, environment }).dataFolder).toBe("/given");
  });

  it("lists every problem at once, by setting and variable", () => {
    const environment = {
      GATEHOUSE_MQTT_PORT: "99999",
      GATEHOUSE_TIME_ZONE: "Mars/Olympus",
      GATEHOUSE_PUBLIC_NAMES: "good.example, bad name",
      DATABASE_URL: "mysql://x",
    };
    const load = () => loadConfig({ environment });
    for (const variable of Object.keys(environment)) expect(load).toThrow(variable);
    expect(load).toThrow(expect.objectContaining({ code: "config.invalid" }));
  });

  it("refuses a setting that it does not know and a file that is no JSON object", async () => {
    const file = join(folder, "centre.json");
    for (const text of ['{"webPrt":1}', "[1]", "{", '{"dataFolder":"relative"}']) {
      await writeFile(file, text);
      expect(() => loadConfig({ file, environment: {} })).toThrow(
        expect.objectContaining({ code: "config.invalid" }),
      );
    }
    expect(() => loadConfig({ file: join(folder, "none"), environment: {} })).toThrow(/none/);
  });

  it("names the centre to stations by its first public name, or by what is bound", () => {
    const load = (more: Record<string, string>) => loadConfig({ environment: more });
    expect(publicHostOf(load({}))).toBe("127.0.0.1");
    const named = load({ GATEHOUSE_PUBLIC_NAMES: "c.example,10.0.0.1", GATEHOUSE_HOST: "0.0.0.0" });
    expect(publicHostOf(named)).toBe("c.example");
    expect(certificateNamesOf(named)).toEqual(expect.arrayContaining(["c.example", "10.0.0.1"]));
    expect(certificateNamesOf(named)).not.toContain("0.0.0.0");
  });

  it("hands no database password to a child through its environment", () => {
    const environment = childEnvironment("/run/file", {
      PATH: "/bin",
      DATABASE_URL: "postgres://u:p@h",
    });
    expect(environment).toEqual({ PATH: "/bin", GATEHOUSE_RUNTIME: "/run/file" });
  });
});
