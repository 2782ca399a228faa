import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type CentreSite, startCentreSite } from "../../test/support/centre-site.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { LINK_LIFE_MS, SESSION_LIFE_MS } from "./sign-in-store.ts";

const PAGE = '<!doctype html><script nonce="__CSP_NONCE__" src="/assets/app.js"></script>';

let postgres: TestPostgres;
let distFolder: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  distFolder = await mkdtemp(join(tmpdir(), "gh-dist-"));
  await mkdir(join(distFolder, "assets"));
  await writeFile(join(distFolder, "index.html"), PAGE);
  await writeFile(join(distFolder, "assets", "app.js"), "export {};\n");
});
afterAll(async () => {
  await rm(distFolder, { recursive: true, force: true });
  await postgres.close();
});

interface Opened {
  readonly site: CentreSite;
  readonly database: TestDatabase;
  readonly clock: { nowMs: number };
}

async function open(): Promise<Opened> {
  const database = await postgres.createDatabase();
  const clock = { nowMs: Date.now() };
  const site = await startCentreSite({ database, distFolder, nowMs: () => clock.nowMs });
  onTestFinished(() => site.close());
  return { site, database, clock };
}

async function signIn(site: CentreSite): Promise<string> {
  const answer = await fetch(await site.signInLink(), { redirect: "manual" });
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** `fetch` sets Host and Origin itself; a foreign page's browser would send these. */
function rawGet(
  site: CentreSite,
  path: string,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: site.port, host: "127.0.0.1", path, headers });
    sent.on("response", (answer) => {
      answer.resume();
      resolve(answer);
    });
    sent.on("upgrade", (answer, socket) => {
      socket.destroy();
      resolve(answer);
    });
    sent.on("error", reject);
    sent.end();
  });
}

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
};

describe("signing in", () => {
  it("turns a link into a session once, and shows the app with it", async () => {
    const { site } = await open();
    const link = await site.signInLink();
    const entered = await fetch(link, { redirect: "manual" });
    expect(entered.status).toBe(303);
    expect(entered.headers.get("location")).toBe("/");
    const [setCookie = ""] = entered.headers.getSetCookie();
    expect(setCookie).toMatch(/^gh_session=[\w-]{32}; Max-Age=43200; Path=\/; HttpOnly; SameSite=/);
    const [cookie = ""] = setCookie.split(";");
    expect((await fetch(site.url, { headers: { cookie } })).status).toBe(200);
    const again = await fetch(link, { redirect: "manual" });
    expect(again.status).toBe(403);
    expect(again.headers.getSetCookie()).toEqual([]);
    const page = await again.text();
    expect(page).toContain("登录链接无效");
    expect(page).toContain("This sign-in link is not valid");
    expect(page).toContain("npm run server -- sign-in-link");
  });

  it("lets one of many simultaneous visitors in with one link", async () => {
    const { site } = await open();
    const link = await site.signInLink();
    const visits = Array.from({ length: 8 }, () => fetch(link, { redirect: "manual" }));
    const statuses = (await Promise.all(visits)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 403)).toHaveLength(7);
  });

  it("refuses a link after ten minutes, and a token that was never made", async () => {
    const { site, clock } = await open();
    const link = await site.signInLink();
    clock.nowMs += LINK_LIFE_MS;
    expect((await fetch(link, { redirect: "manual" })).status).toBe(403);
    for (const query of ["", "?t=", "?t=x", `?t=${"A".repeat(32)}`, "?t=a&t=b"]) {
      expect((await fetch(`${site.url}/enter${query}`)).status).toBe(403);
    }
  });

  it("answers 401 in both languages without a session, and after twelve hours", async () => {
    const { site, clock } = await open();
    const cookie = await signIn(site);
    for (const path of ["/", "/assets/app.js", "/nowhere"]) {
      const answer = await fetch(site.url + path);
      expect(answer.status).toBe(401);
      const page = await answer.text();
      expect(page).toContain("请先登录");
      expect(page).toContain("Sign in first");
    }
    expect((await fetch(`${site.url}/assets/app.js`, { headers: { cookie } })).status).toBe(200);
    clock.nowMs += SESSION_LIFE_MS;
    expect((await fetch(site.url, { headers: { cookie } })).status).toBe(401);
  });

  it("stops answering tries at the twenty-first in a minute", async () => {
    const { site, clock } = await open();
    const statusOfTry = async () => (await fetch(`${site.url}/enter?t=x`)).status;
    for (let tries = 0; tries < 20; tries += 1) expect(await statusOfTry()).toBe(403);
    expect(await statusOfTry()).toBe(429);
    clock.nowMs += 60_000;
    expect(await statusOfTry()).toBe(403);
  });

  it("binds the cookie to the host behind TLS", async () => {
    const { site } = await open();
    const headers = { "x-forwarded-proto": "https" };
    const entered = await fetch(await site.signInLink(), { redirect: "manual", headers });
    expect(entered.headers.getSetCookie()[0]).toMatch(/^__Host-gh_session=.*; Secure/);
  });
});

describe("the web server", () => {
  it("answers /healthz without a session", async () => {
    const { site } = await open();
    expect(await (await fetch(`${site.url}/healthz`)).text()).toBe("ok\n");
  });

  it("refuses a foreign Host with 421, whatever the cookie", async () => {
    const { site } = await open();
    const cookie = await signIn(site);
    for (const host of ["evil.example", `evil.example:${site.port}`, "127.0.0.1"]) {
      expect((await rawGet(site, "/", { host, cookie })).statusCode).toBe(421);
    }
    const host = `localhost:${site.port}`;
    expect((await rawGet(site, "/", { host, cookie })).statusCode).toBe(200);
  });

  it("gives each page its own nonce and names it in the content security policy", async () => {
    const { site } = await open();
    const cookie = await signIn(site);
    const pages = await Promise.all(
      [1, 2].map(async () => {
        const answer = await fetch(site.url, { headers: { cookie } });
        const policy = answer.headers.get("content-security-policy") ?? "";
        const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1] ?? "";
        expect(policy).toContain("default-src 'self'");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
        expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
        return nonce;
      }),
    );
    expect(new Set(pages).size).toBe(2);
  });

  it("opens the WebSocket for its own page with a session only", async () => {
    const { site } = await open();
    const cookie = await signIn(site);
    const host = `127.0.0.1:${site.port}`;
    // A refused upgrade may be cut before its answer is through; either way it is not open.
    const isOpened = (headers: Record<string, string>) =>
      rawGet(site, "/rpc", { ...UPGRADE, host, ...headers }).then(
        (answer) => answer.statusCode === 101,
        () => false,
      );
    expect(await isOpened({ cookie, origin: site.url })).toBe(true);
    expect(await isOpened({ cookie, origin: "http://evil.example" })).toBe(false);
    expect(await isOpened({ cookie })).toBe(false);
    expect(await isOpened({ origin: site.url })).toBe(false);
    const rebound = { origin: "http://evil.example", host: "evil.example" };
    expect(await isOpened({ cookie, ...rebound })).toBe(false);
  });

  it("says that the web app is not built and how to build it", async () => {
    const database = await postgres.createDatabase();
    const started = startCentreSite({
      database,
      nowMs: () => Date.now(),
      distFolder: join(distFolder, "missing"),
    });
    await expect(started).rejects.toThrow(/not built.*npx vite build sync-server\/web/);
  });
});
