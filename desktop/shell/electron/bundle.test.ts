import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt } from "../../../test/support/built-ui.ts";

const DIST = join(import.meta.dirname, "dist");
const read = (name: string) => readFileSync(join(DIST, name), "utf8");

/** Each would undo a line of the security checklist; a bundle holds what any dependency says, too. */
const FORBIDDEN = [
  /nodeIntegration\w*: ?(true|!0)/,
  /(contextIsolation|sandbox|webSecurity): ?(false|!1)/,
  /allowRunningInsecureContent: ?(true|!0)/,
  /webviewTag: ?(true|!0)/,
  /enableBlinkFeatures|disable-web-security|no-sandbox|ignore-certificate-errors/,
  /shell\.openExternal|openExternal\(/,
  /executeJavaScript/,
  /http:\/\/(?!www\.w3\.org|json-schema\.org)[\w.]+\//,
];

beforeAll(() => ensureBuilt("desktop/shell/electron"));

describe("the main process's bundle", () => {
  it.each(FORBIDDEN)("does not hold %s", (pattern) => {
    expect(read("main.mjs")).not.toMatch(pattern);
  });

  it("sandboxes every page before the first one opens", () => {
    const text = read("main.mjs");
    expect(text.indexOf("app.enableSandbox()")).toBeGreaterThan(0);
    expect(text.indexOf("app.enableSandbox()")).toBeLessThan(text.indexOf("app.whenReady()"));
  });

  it("is where Electron ends: neither the host nor what both share knows of it", () => {
    expect(read("main.mjs")).toMatch(/from "electron"/);
    const others = readdirSync(DIST).filter((name) => /(?<!^main)\.mjs$/.test(name));
    expect(others).toContain("host-process.mjs");
    for (const name of others) {
      expect(read(name)).not.toMatch(/(from|require\() ?"electron"/);
    }
  });
});

describe("the preload's bundle", () => {
  it("is one small CommonJS file that asks for nothing but Electron", () => {
    const text = read("preload.cjs");
    expect(statSync(join(DIST, "preload.cjs")).size).toBeLessThan(2_048);
    expect(() => new Script(text)).not.toThrow();
    expect([...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual([
      "electron",
    ]);
  });

  it("exposes one thing with one function, and never Electron's own", () => {
    const exposed: Record<string, unknown> = {};
    const contextBridge = {
      exposeInMainWorld: (name: string, api: unknown) => {
        exposed[name] = api;
      },
    };
    const ipcRenderer = { postMessage: () => undefined };
    new Script(`(require) => { ${read("preload.cjs")} }`).runInThisContext()(() => ({
      contextBridge,
      ipcRenderer,
    }));
    expect(exposed).toEqual({ gatehouse: { connect: expect.any(Function) } });
  });
});

describe("the installers", () => {
  const settings = readFileSync(join(import.meta.dirname, "electron-builder.yml"), "utf8");

  it("flip every fuse that would let the program be used as another", () => {
    const block = settings.split("electronFuses:\n")[1]?.split(/\n(?=\S)/)[0] ?? "";
    const fuses = [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, ...pair]) => pair);
    expect(Object.fromEntries(fuses)).toEqual({
      runAsNode: "false",
      enableCookieEncryption: "true",
      enableNodeOptionsEnvironmentVariable: "false",
      enableNodeCliInspectArguments: "false",
      enableEmbeddedAsarIntegrityValidation: "true",
      onlyLoadAppFromAsar: "true",
      loadBrowserProcessSpecificV8Snapshot: "false",
      grantFileProtocolExtraPrivileges: "false",
    });
  });

  it("are built with the Electron that the lockfile pins, from the file that Electron starts", () => {
    const manifest = JSON.parse(readFileSync(join(DIST, "../../../package.json"), "utf8"));
    expect(settings).toContain(`electronVersion: ${manifest.devDependencies.electron}\n`);
    expect(settings).toContain("main: shell/electron/dist/main.mjs\n");
    expect(statSync(join(DIST, "main.mjs")).isFile()).toBe(true);
  });
});
