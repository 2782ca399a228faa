import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type CentreSite, startCentreSite } from "../../test/support/centre-site.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import type { CentreRouter } from "./centre-router.ts";

const NOW_MS = Date.parse("2026-11-22T09:41:05+08:00");

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

async function signIn(site: CentreSite): Promise<string> {
  const entered = await fetch(await site.signInLink(), { redirect: "manual" });
  return entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** The API as the web app calls it, over its WebSocket. */
async function open() {
  const database = await postgres.createDatabase();
  const site = await startCentreSite({ database, distFolder, nowMs: () => NOW_MS });
  onTestFinished(() => site.close());
  const cookie = await signIn(site);
  const client = createWSClient({
    url: `${site.url.replace("http", "ws")}/rpc`,
    WebSocket: class extends WebSocket {
      constructor(url: string | URL) {
        const options: object = { headers: { cookie, origin: site.url } };
        // Node's WebSocket takes headers (undici); the browser's type does not know them.
        super(url, options as string[]);
      }
    },
  });
  onTestFinished(() => client.close());
  const centre = createTRPCClient<CentreRouter>({ links: [wsLink({ client })] });
  return { operators: centre.operators, database };
}

const GUARD = {
  operatorId: "G-1001",
  name: "王卫国",
  roles: ["guard" as const],
  badge: "GHB-88213507",
  validUntil: "2026-12-31",
};

async function hearStation(database: TestDatabase, stationId: string, bundles: object[]) {
  await database.pool.query(
    `insert into station (station_id, role, site_id, site_name, lane_name)
     values ($1, 'checkpoint', 'east', '东门', $1)`,
    [stationId],
  );
  await database.pool.query(
    `insert into station_state (station_id, online, session, received_at, role, software_version,
                                devices, store_ok, bundles)
     values ($1, true, 's', now(), 'checkpoint', '1', '[]', true, $2)`,
    [stationId, JSON.stringify(bundles)],
  );
}

describe("the operators' API", () => {
  it("answers a new PIN once and lists what may be seen", async () => {
    const { operators } = await open();
    expect(await operators.list.query()).toMatchObject({ operators: [], list: null });
    const { pin, version } = await operators.add.mutate(GUARD);
    expect(pin).toMatch(/^\d{6}$/);
    expect(version).toBe(1);
    const view = await operators.list.query();
    expect(view).toEqual({
      nowMs: NOW_MS,
      operators: [
        {
          operatorId: "G-1001",
          name: "王卫国",
          roles: ["guard"],
          badgeTail: "3507",
          // The day ends at midnight in Shanghai.
          validUntilMs: Date.parse("2027-01-01T00:00:00+08:00"),
          changedAtMs: NOW_MS,
        },
      ],
      list: { version: 1, issuedAtMs: NOW_MS },
      stations: [],
    });
    expect(JSON.stringify(view)).not.toContain(pin);
  });

  it("edits, gives a new PIN and removes, with a new list each time", async () => {
    const { operators } = await open();
    const first = await operators.add.mutate(GUARD);
    const { badge: _kept, ...fields } = GUARD;
    await operators.edit.mutate({ ...fields, name: "王卫", validUntil: null });
    expect((await operators.list.query()).operators).toMatchObject([
      { name: "王卫", badgeTail: "3507", validUntilMs: null },
    ]);
    await operators.edit.mutate({ ...GUARD, badge: null });
    expect((await operators.list.query()).operators).toMatchObject([{ badgeTail: null }]);
    const renewed = await operators.newPin.mutate({ operatorId: "G-1001" });
    expect(renewed.pin).not.toBe(first.pin);
    expect(await operators.remove.mutate({ operatorId: "G-1001" })).toEqual({ version: 5 });
    expect(await operators.list.query()).toMatchObject({ operators: [], list: { version: 5 } });
  });

  it("tells which list each station works by", async () => {
    const { operators, database } = await open();
    await hearStation(database, "st-a", [{ kind: "operators", version: 7 }]);
    await hearStation(database, "st-b", [{ kind: "other", version: 9 }]);
    expect((await operators.list.query()).stations).toEqual([
      { stationId: "st-a", siteName: "东门", laneName: "st-a", version: 7 },
      { stationId: "st-b", siteName: "东门", laneName: "st-b", version: null },
    ]);
  });

  it("refuses under the codes of the error table", async () => {
    const { operators } = await open();
    await operators.add.mutate(GUARD);
    const refused = {
      "operator.id-taken": () => operators.add.mutate({ ...GUARD, badge: null }),
      "operator.badge-taken": () => operators.add.mutate({ ...GUARD, operatorId: "G-2" }),
      "operator.not-found": () => operators.newPin.mutate({ operatorId: "G-2" }),
    };
    for (const [code, call] of Object.entries(refused)) {
      await expect(call()).rejects.toMatchObject({ message: code });
    }
  });

  it("takes no malformed person", async () => {
    const { operators } = await open();
    const malformed = [
      { operatorId: "" },
      { operatorId: "工号" },
      { name: " " },
      { name: "王".repeat(51) },
      { name: "王\u0007" },
      { name: "王\ud800" },
      { name: "王\u202e卫" },
      { name: "\u200b" },
      { roles: [] },
      { badge: "" },
      { badge: "8".repeat(257) },
      { validUntil: "2026-02-30" },
      { validUntil: "tomorrow" },
    ];
    for (const fields of malformed) {
      const answer = operators.add.mutate({ ...GUARD, ...fields });
      await expect(answer, JSON.stringify(fields)).rejects.toMatchObject({
        data: { code: "BAD_REQUEST" },
      });
    }
    expect((await operators.list.query()).operators).toEqual([]);
  });
});
