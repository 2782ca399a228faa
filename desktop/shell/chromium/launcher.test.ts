import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLatest } from "../../host/rpc/latest.ts";
import { type LoopbackServer, startLoopbackServer } from "../../host/rpc/loopback-server.ts";
import { readWindowEnvironment } from "./config.ts";
import { type LaunchOptions, launchWindow, type StationWindow } from "./launcher.ts";
import { startTestDisplay, type TestDisplay } from "./test-display.ts";

const PAGE = `<!doctype html><html lang="zh-CN" translate="no"><meta charset="utf-8">
<title>Gatehouse</title><body><h1>等待扫码</h1><script src="/page.js"></script>`;
/** Subscribes to the view as the real screen does. */
const SCRIPT = `const socket = new WebSocket("ws://" + location.host + "/rpc");
socket.onopen = () => socket.send('{"id":1,"method":"subscription","params":{"path":"view"}}');
socket.onmessage = ({ data }) => { document.querySelector("h1").textContent = data; };`;
/** A station's process that only opens a window. */
const OTHER_STATION = `const { launchWindow } = await import(process.env.LAUNCHER);
const logger = { info() {}, warn() {} };
const entryUrl = async () => process.env.LINK;
launchWindow({ ...JSON.parse(process.env.OPTIONS), logger, entryUrl });`;
const PATIENCE = { timeout: 30_000, interval: 50 };

let folder: string;
let display: TestDisplay | undefined;
let server: LoopbackServer | undefined;
let window: StationWindow | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-window-"));
  // As root the browser runs under another account, which must reach its profile.
  await chmod(folder, 0o711);
});

afterEach(async () => {
  await window?.close();
  await server?.close();
  await display?.close();
  window = undefined;
  server = undefined;
  display = undefined;
  await rm(folder, { recursive: true, maxRetries: 5 });
});

describe("the station's window", () => {
  it("comes up in a sandboxed browser that is not root, and comes back by a fresh link", async () => {
    const views = await startHost();
    const links: string[] = [];
    window = launchWindow({
      ...(await optionsUnderXvfb()),
      entryUrl: async () => {
        const link = server?.issueEntryUrl() ?? "";
        links.push(link);
        return link;
      },
    });
    await vi.waitFor(() => expect(views.readerCount()).toBe(1), PATIENCE);

    const first = browsers();
    expect(first.length).toBeGreaterThan(0);
    for (const { command, uid } of first) {
      expect(uid).not.toBe(0);
      expect(command).not.toContain("--no-sandbox");
    }
    for (const { pid } of first) process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(views.readerCount()).toBe(0), PATIENCE);
    await vi.waitFor(() => expect(views.readerCount()).toBe(1), PATIENCE);
    expect(new Set(links).size).toBe(2);

    await Promise.all([window.close(), window.close()]);
    expect(await window.closed).toEqual({ reason: "closed", detail: "by the station" });
    await vi.waitFor(() => expect(browsers()).toEqual([]), PATIENCE);
  });

  it("replaces a browser that outlived a killed station", async () => {
    const views = await startHost();
    const options = await optionsUnderXvfb();
    const station = spawn(process.execPath, ["--input-type=module", "-e", OTHER_STATION], {
      env: {
        LAUNCHER: new URL("./launcher.ts", import.meta.url).href,
        OPTIONS: JSON.stringify(options),
        LINK: server?.issueEntryUrl(),
      },
    });
    await vi.waitFor(() => expect(views.readerCount()).toBe(1), PATIENCE);
    const killed = once(station, "exit");
    station.kill("SIGKILL");
    await killed;
    const old = new Set(browsers().map(({ pid }) => pid));
    expect(old.size).toBeGreaterThan(0);

    const entryUrl = async () => server?.issueEntryUrl() ?? "";
    window = launchWindow({ ...options, entryUrl });
    await vi.waitFor(() => {
      const now = browsers().map(({ pid }) => pid);
      expect(now.length).toBeGreaterThan(0);
      expect(now.filter((pid) => old.has(pid))).toEqual([]);
      expect(views.readerCount()).toBe(1);
    }, PATIENCE);
  });
});

describe("a window that cannot be shown", () => {
  it("for want of a display says so", async () => {
    window = launchWindow(optionsFor({ DISPLAY: "", WAYLAND_DISPLAY: "" }));
    expect(await window.closed).toEqual({
      reason: "no-display",
      detail: "DISPLAY and WAYLAND_DISPLAY are empty",
    });
  });

  it("for want of the chosen browser names it", async () => {
    window = launchWindow({ ...optionsFor({ DISPLAY: ":0" }), browser: "/absent/chromium" });
    expect(await window.closed).toEqual({ reason: "no-browser", detail: "/absent/chromium" });
  });

  it("because the browser keeps dying gives its last words", async () => {
    const browser = join(folder, "browser");
    await writeFile(browser, "#!/bin/sh\necho no usable sandbox >&2\nexit 1\n");
    await chmod(browser, 0o755);
    window = launchWindow({ ...optionsFor({ DISPLAY: ":0" }), browser });
    expect(await window.closed).toEqual({ reason: "keeps-dying", detail: "no usable sandbox" });
  });

  it("because the host gives no link ends with that reason", async () => {
    const entryUrl = () => Promise.reject(new Error("host is closing"));
    window = launchWindow({ ...optionsFor({ DISPLAY: ":0" }), browser: "/bin/true", entryUrl });
    expect(await window.closed).toEqual({ reason: "failed", detail: "host is closing" });
  });

  it("after the user closed it stays closed", async () => {
    window = launchWindow({ ...optionsFor({ DISPLAY: ":0" }), browser: "/bin/true" });
    expect(await window.closed).toEqual({ reason: "closed", detail: "by the user" });
  });
});

async function startHost() {
  const uiFolder = join(folder, "ui");
  await mkdir(uiFolder);
  await writeFile(join(uiFolder, "index.html"), PAGE);
  await writeFile(join(uiFolder, "page.js"), SCRIPT);
  const views = createLatest({ nowMs: 1 } as StationView);
  server = await startLoopbackServer({
    host: "127.0.0.1",
    port: 0,
    uiFolder,
    language: "zh-CN",
    sessionKey: randomBytes(32),
    random: randomBytes,
    logger: pino({ level: "silent" }),
    handlers: {
      watch: (stop) => views.watch(stop),
      duty: {
        signIn: noAct,
        leave: noAct,
        endShift: noAct,
        lock: noAct,
        setTraining: noAct,
      },
      post: () => ({ role: "checkpoint", recordTyped: noAct, undo: noAct }),
    },
  });
  return views;
}

/** The page of these tests only watches. */
function noAct(): Promise<never> {
  return Promise.reject(new Error("nothing is done here"));
}

async function optionsUnderXvfb(): Promise<LaunchOptions> {
  display = await startTestDisplay(folder);
  const { display: DISPLAY, xauthority: XAUTHORITY } = display;
  return optionsFor({ DISPLAY, XAUTHORITY });
}

function optionsFor(variables: Record<string, string>): LaunchOptions {
  const path = "/usr/local/bin:/usr/bin:/bin";
  return {
    entryUrl: async () => "http://127.0.0.1:1/enter?t=x",
    profileFolder: join(folder, "window"),
    kiosk: false,
    language: "zh-CN",
    logger: pino({ level: "silent" }),
    environment: readWindowEnvironment({ PATH: path, HOME: folder, ...variables }),
  };
}

/** The browser's main processes on this test's profile. */
function browsers(): { pid: number; uid: number; command: string[] }[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
      const isMain = command.some((word) => word.startsWith(`--user-data-dir=${folder}`));
      if (!isMain || command.some((word) => word.startsWith("--type="))) return [];
      return [{ pid: Number(name), uid: statSync(`/proc/${name}`).uid, command }];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}
