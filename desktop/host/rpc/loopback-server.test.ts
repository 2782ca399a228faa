import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.ts";
import { openStation, request, signIn, testOptions } from "./loopback-test-station.ts";

const SESSION_KEY = new Uint8Array(32).fill(7);

let folder: string;
let uiFolder: string;
let server: LoopbackServer;
let nowMs = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-rpc-"));
  uiFolder = join(folder, "ui");
  await mkdir(join(uiFolder, "assets"), { recursive: true });
  await writeFile(join(uiFolder, "index.html"), "<!doctype html><title>screen</title>");
  await writeFile(join(uiFolder, "assets", "app-B1x9_aQz.js"), "globalThis.started = true;");
  await writeFile(join(folder, "secret.txt"), "not for the screen");
  await symlink(join(folder, "secret.txt"), join(uiFolder, "link.txt"));
  server = await startLoopbackServer({
    ...testOptions(openStation().handlers),
    sessionKey: SESSION_KEY,
    uiFolder,
    monotonicMs: () => nowMs,
  });
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe("entry to the station's screen", () => {
  it("turns a one-time link into a cookie that opens the screen", async () => {
    const entry = await request(server.issueEntryUrl());
    expect(entry.status).toBe(303);
    expect(entry.headers.location).toBe("/?lang=en");
    const cookie = String(entry.headers["set-cookie"]);
    expect(cookie).toMatch(
      /^gatehouse-\d+=[\w-]{32}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const page = await request(`${server.url}/`, { cookie: cookie.split(";")[0] ?? "" });
    expect(page.status).toBe(200);
    expect(page.body).toContain("screen");
  });

  it("refuses a link that was used", async () => {
    const link = server.issueEntryUrl();
    await request(link);
    const second = await request(link);
    expect(second.status).toBe(403);
    expect(second.body).toContain("链接已使用");
    expect(second.headers["set-cookie"]).toBeUndefined();
  });

  it("refuses a link after ten minutes", async () => {
    const link = server.issueEntryUrl();
    nowMs += 600_001;
    expect((await request(link)).status).toBe(403);
  });

  it("says how to open the window when there is no cookie or a wrong one", async () => {
    const page = await request(`${server.url}/`);
    expect(page.status).toBe(401);
    expect(page.body).toContain("npm run station -- --open");
    const cookie = `gatehouse-${new URL(server.url).port}=${"A".repeat(32)}`;
    expect((await request(`${server.url}/assets/app-B1x9_aQz.js`, { cookie })).status).toBe(401);
  });

  it("lets several windows in, each with its own link", async () => {
    const cookies = await Promise.all([signIn(server), signIn(server), signIn(server)]);
    expect(new Set(cookies).size).toBe(3);
    for (const cookie of cookies) {
      expect((await request(`${server.url}/`, { cookie })).status).toBe(200);
    }
  });

  it("forgets the oldest of too many links", async () => {
    const links = Array.from({ length: 17 }, () => server.issueEntryUrl());
    expect((await request(links[0] ?? "")).status).toBe(403);
    expect((await request(links[1] ?? "")).status).toBe(303);
  });

  it("knows its windows again after a restart, and no other station's", async () => {
    const port = Number(new URL(server.url).port);
    const options = { ...testOptions(openStation().handlers), uiFolder, port };
    const cookie = await signIn(server);
    const [name, session = ""] = cookie.split("=");
    await server.close();
    server = await startLoopbackServer({ ...options, sessionKey: SESSION_KEY });
    expect((await request(`${server.url}/`, { cookie })).status).toBe(200);
    for (const forged of [session.slice(1), session.split(".")[0], `${session}A`, ".", ""]) {
      const answer = await request(`${server.url}/`, { cookie: `${name}=${forged}` });
      expect(answer.status, forged).toBe(401);
    }
    await server.close();
    server = await startLoopbackServer({ ...options, sessionKey: new Uint8Array(32) });
    expect((await request(`${server.url}/`, { cookie })).status).toBe(401);
  });
});

describe("files of the station's screen", () => {
  it("keeps hashed assets for ever and the page never", async () => {
    const cookie = await signIn(server);
    const page = await request(`${server.url}/`, { cookie });
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    const asset = await request(`${server.url}/assets/app-B1x9_aQz.js`, { cookie });
    expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(asset.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  });

  it("locks the page down by headers", async () => {
    const { headers } = await request(`${server.url}/`, { cookie: await signIn(server) });
    const { host } = new URL(server.url);
    expect(headers["content-security-policy"]).toBe(
      `default-src 'self'; connect-src 'self' ws://${host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["permissions-policy"]).toContain("serial=(), hid=(), usb=()");
  });

  it.each([
    ["above the folder", "/../secret.txt"],
    ["above the folder, encoded", "/%2e%2e/secret.txt"],
    ["above the folder from inside", "/assets/..%2f..%2fsecret.txt"],
    ["above the folder by backslash", "/..%5csecret.txt"],
    ["behind a link out of the folder", "/link.txt"],
    ["on the whole disk", "//etc/passwd"],
    ["that is a folder", "/assets"],
    ["below a file", "/index.html/x"],
    ["with a zero byte", "/%00"],
    ["with an over-long name", `/${"a".repeat(5_000)}`],
  ])("finds nothing %s", async (_where, path) => {
    const cookie = await signIn(server);
    const answer = await request(server.url, { cookie, path });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain("not for the screen");
  });

  it("says so when the screen was not built", async () => {
    await rm(uiFolder, { recursive: true });
    const answer = await request(`${server.url}/`, { cookie: await signIn(server) });
    expect(answer.status).toBe(503);
    expect(answer.body).toContain("界面文件不存在");
  });

  it("answers HEAD without a body and refuses to write", async () => {
    const cookie = await signIn(server);
    const head = await request(`${server.url}/`, { cookie, method: "HEAD" });
    expect(head).toMatchObject({ status: 200, body: "" });
    expect((await request(`${server.url}/`, { cookie, method: "POST" })).status).toBe(405);
  });
});

describe("a hostile request", () => {
  it("is refused under any other host name", async () => {
    const cookie = await signIn(server);
    const { port } = new URL(server.url);
    for (const host of [`evil.example:${port}`, `localhost:${port}`, "127.0.0.1"]) {
      expect((await request(`${server.url}/`, { cookie, host })).status).toBe(421);
    }
  });

  it.each([
    ["a broken percent code", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400"],
    ["an absolute address", "GET http://127.0.0.1/ HTTP/1.1\r\nHost: x\r\n\r\n", "400"],
    ["no HTTP at all", "\u0016\u0003\u0001\u0002\r\n\r\n", "400"],
    ["no Host", "GET / HTTP/1.1\r\n\r\n", "400"],
    ["headers that never end", `GET / HTTP/1.1\r\nX: ${"a".repeat(70_000)}\r\n\r\n`, "431"],
  ])("with %s is answered and the server goes on", async (_what, bytes, status) => {
    expect(await rawAnswer(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect((await request(`${server.url}/`)).status).toBe(401);
  });
});

describe("the loopback port", () => {
  it("that is taken is named in the error", async () => {
    const port = Number(new URL(server.url).port);
    const second = startLoopbackServer({ ...testOptions(openStation().handlers), uiFolder, port });
    await expect(second).rejects.toMatchObject({
      code: "net.port-in-use",
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
  });

  it("is free again after close, which may be called twice", async () => {
    const port = Number(new URL(server.url).port);
    await Promise.all([server.close(), server.close()]);
    const again = await startLoopbackServer({
      ...testOptions(openStation().handlers),
      uiFolder,
      port,
    });
    await again.close();
  });
});

function rawAnswer(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
    socket.end(bytes);
  });
}
