import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  askEntryUrl,
  type EntrySocket,
  entrySocketPath,
  startEntrySocket,
} from "./entry-socket.ts";

let dataFolder: string;
let links = 0;
const open: EntrySocket[] = [];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "gatehouse-entry-"));
  links = 0;
});

afterEach(async () => {
  for (const socket of open.splice(0)) await socket.close();
  await rm(dataFolder, { recursive: true });
});

describe("entry socket", () => {
  it("gives each asker a fresh link", async () => {
    await start();
    expect(await askEntryUrl(dataFolder)).toBe("http://127.0.0.1:7090/enter?t=1");
    expect(await askEntryUrl(dataFolder)).toBe("http://127.0.0.1:7090/enter?t=2");
  });

  it("is for its own account only, even in an open folder", async () => {
    await chmod(dataFolder, 0o755);
    const { path } = await start();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("replaces the file that a killed host left behind", async () => {
    const path = entrySocketPath(dataFolder, process.platform);
    const listen = `require("node:net").createServer().listen(${JSON.stringify(path)})`;
    const killed = spawn(process.execPath, ["-e", listen]);
    await vi.waitFor(() => expect(existsSync(path)).toBe(true), { timeout: 10_000 });
    const gone = new Promise((resolve) => killed.once("exit", resolve));
    killed.kill("SIGKILL");
    await gone;
    expect(existsSync(path)).toBe(true);
    await start();
    expect(await askEntryUrl(dataFolder)).toContain("t=1");
  });

  it("is refused to a second host of the same folder", async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ code: "store.in-use" });
    expect(await askEntryUrl(dataFolder)).toContain("t=1");
  });

  it("gives nothing for anything else than the question", async () => {
    const { path } = await start();
    for (const line of ["GET / HTTP/1.1\r\n\r\n", '{"ask":"keys"}\n', "x".repeat(100_000)]) {
      expect(await answerTo(path, line)).toBe("");
    }
    expect(links).toBe(0);
    expect(await askEntryUrl(dataFolder)).toContain("t=1");
  });

  it("is gone after close, which may be called twice", async () => {
    const socket = await start();
    await Promise.all([socket.close(), socket.close()]);
    expect(existsSync(socket.path)).toBe(false);
    await expect(askEntryUrl(dataFolder)).rejects.toMatchObject({ code: "station.not-running" });
  });
});

describe("entry socket's name", () => {
  it("is a named pipe of the folder on Windows", () => {
    const path = entrySocketPath("C:\\Gatehouse\\Station", "win32");
    expect(path).toMatch(/^\\\\\.\\pipe\\gatehouse-[0-9a-f]{32}$/);
    expect(entrySocketPath("c:\\gatehouse\\station", "win32")).toBe(path);
  });

  it("that would be cut off is refused", () => {
    const folder = `/${"a".repeat(100)}`;
    expect(() => entrySocketPath(folder, "linux")).toThrow(folder);
  });
});

async function start(): Promise<EntrySocket> {
  const socket = await startEntrySocket({
    dataFolder,
    issueEntryUrl: () => {
      links += 1;
      return `http://127.0.0.1:7090/enter?t=${links}`;
    },
    logger: pino({ level: "silent" }),
  });
  open.push(socket);
  return socket;
}

function answerTo(path: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    // The host cuts an over-long line off, which may reset the connection.
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
    socket.write(bytes);
  });
}
