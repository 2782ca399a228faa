import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerScreen } from "./screen-answer.ts";

let outside: string;
let uiFolder: string;

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), "gatehouse-screen-"));
  uiFolder = join(outside, "dist");
  await mkdir(join(uiFolder, "assets"), { recursive: true });
  await writeFile(join(outside, "secret.txt"), "secret");
  await writeFile(join(uiFolder, "index.html"), "<!doctype html>");
  await writeFile(join(uiFolder, "assets/app-abcdefgh.js"), "run();");
  await symlink(join(outside, "secret.txt"), join(uiFolder, "link.txt"));
});
afterAll(() => rm(outside, { recursive: true }));

const get = (url: string, method = "GET") => answerScreen(uiFolder, { url, method });

describe("gh://station", () => {
  it.each(["gh://station", "gh://station/", "gh://station/?lang=en", "gh://station/index.html"])(
    "shows the screen at %s",
    async (url) => {
      const answer = await get(url);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe("<!doctype html>");
      expect(answer.headers.get("content-type")).toContain("text/html");
    },
  );

  it("serves the bundle with its type, and only the head when asked for it", async () => {
    const answer = await get("gh://station/assets/app-abcdefgh.js");
    expect(await answer.text()).toBe("run();");
    expect(answer.headers.get("content-type")).toContain("text/javascript");
    const head = await get("gh://station/assets/app-abcdefgh.js", "HEAD");
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it.each([
    "gh://station/../secret.txt",
    "gh://station/%2e%2e/secret.txt",
    "gh://station/..%2fsecret.txt",
    "gh://station/assets/..%2f..%2fsecret.txt",
    "gh://station/..%5csecret.txt",
    "gh://station/link.txt",
    "gh://station/index.html%00.js",
    "gh://station/assets",
    "gh://station/missing.js",
    "gh://other/index.html",
    "gh://station:80/index.html",
    "http://station/index.html",
    "file:///etc/passwd",
    "nonsense",
  ])("has nothing at %s", async (url) => {
    const answer = await get(url);
    expect([answer.status, await answer.text()]).toEqual([404, ""]);
  });

  it("refuses what is badly encoded, and every method that changes something", async () => {
    expect((await get("gh://station/%zz")).status).toBe(400);
    expect((await get("gh://station/", "POST")).status).toBe(405);
  });

  it("lets the page run its own bundle and connect to nothing, in every answer", async () => {
    for (const url of ["gh://station/", "gh://station/missing.js"]) {
      const { headers } = await get(url);
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'self'; connect-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("permissions-policy")).toContain("serial=()");
    }
  });
});
