import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { type CentreSite, startCentreSite } from "../../test/support/centre-site.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import type { BoardView } from "./board-view.ts";
import type { CentreRouter } from "./centre-router.ts";
import { SESSION_LIFE_MS } from "./sign-in-store.ts";

let postgres: TestPostgres;
let distFolder: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  distFolder = await mkdtemp(join(tmpdir(), "gh-dist-"));
  await mkdir(join(distFolder, "assets"));
  await writeFile(join(distFolder, "index.html"), "<!doctype html>");
});
afterAll(async () => {
  await rm(distFolder, { recursive: true, force: true });
  await postgres.close();
});

async function openSite(nowMs = () => Date.now()) {
  const database = await postgres.createDatabase();
  const site = await startCentreSite({ database, distFolder, nowMs });
  onTestFinished(() => site.close());
  return { database, site };
}

async function signIn(site: CentreSite): Promise<string> {
  const entered = await fetch(await site.signInLink(), { redirect: "manual" });
  return entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** Watches the board as the web app does; answers all views so far. */
async function watch(site: CentreSite, cookie: string) {
  const closes: number[] = [];
  const views: BoardView[] = [];
  const client = createWSClient({
    url: `${site.url.replace("http", "ws")}/rpc`,
    WebSocket: class extends WebSocket {
      constructor(url: string | URL) {
        const options: object = { headers: { cookie, origin: site.url } };
        // Node's WebSocket takes headers (undici); the browser's type does not know them.
        super(url, options as string[]);
      }
    },
    retryDelayMs: () => 60_000,
    onClose: (cause) => closes.push(cause?.code ?? 0),
  });
  onTestFinished(() => client.close());
  const centre = createTRPCClient<CentreRouter>({ links: [wsLink({ client })] });
  centre.board.subscribe(undefined, { onData: (view) => views.push(view) });
  await vi.waitFor(() => expect(views).not.toHaveLength(0), { timeout: 10_000 });
  return { views, closes };
}

async function commitScan(database: TestDatabase, tail: string): Promise<void> {
  await database.pool.query(
    `insert into scan (event_id, station_id, wall_time, received_at, masked_tail, source, mode)
     values (gen_random_uuid(), 'st-a', now(), clock_timestamp(), $1, 'device', 'live')`,
    [tail],
  );
  await database.pool.query("notify gatehouse_live");
}

it("pushes the board when the gateway says that it changed", async () => {
  const { database, site } = await openSite();
  const { views } = await watch(site, await signIn(site));
  expect(views[0]?.scans).toEqual([]);
  await commitScan(database, "8821");
  await vi.waitFor(() => expect(views.at(-1)?.scans[0]?.maskedTail).toBe("8821"), {
    timeout: 10_000,
  });
});

it("makes few pushes of many changes, and the last one is in the last push", async () => {
  const { database, site } = await openSite();
  const { views } = await watch(site, await signIn(site));
  for (let at = 1; at <= 50; at += 1) await commitScan(database, String(at).padStart(4, "0"));
  await vi.waitFor(() => expect(views.at(-1)?.scans[0]?.maskedTail).toBe("0050"), {
    timeout: 10_000,
  });
  expect(views.length).toBeLessThan(50);
});

it("goes on pushing after the database dropped the listening connection", async () => {
  const { database, site } = await openSite();
  const { views } = await watch(site, await signIn(site));
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen %'`,
  );
  await commitScan(database, "4242");
  await vi.waitFor(() => expect(views.at(-1)?.scans[0]?.maskedTail).toBe("4242"), {
    timeout: 15_000,
  });
});

it("closes the line when the session has run out", async () => {
  const clock = { nowMs: Date.now() };
  const { site } = await openSite(() => clock.nowMs);
  const cookie = await signIn(site);
  clock.nowMs += SESSION_LIFE_MS - 1_000;
  const { closes } = await watch(site, cookie);
  await vi.waitFor(() => expect(closes).toContain(4401), { timeout: 10_000 });
});
