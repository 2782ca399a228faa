import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../clock.ts";
import { nodeRandomBytes } from "../digests.ts";
import { openStationStore } from "./station-store.ts";
import { readRows } from "./store-reading.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open() {
  const logger = pino({ level: "silent" });
  return openStationStore({ folder, clock: systemClock, random: nodeRandomBytes, logger });
}

async function openingCode(): Promise<string> {
  try {
    await (await open()).close();
    return "opened";
  } catch (error) {
    return error instanceof GatehouseError ? error.code : String(error);
  }
}

/** Changes the closed store behind its back. */
function change(sql: string): void {
  const db = new DatabaseSync(dbPath());
  db.exec(sql);
  db.close();
}

const keyPath = () => join(folder, "store.key");
const dbPath = () => join(folder, "store.db");

describe("openStationStore", () => {
  it("makes a key of 32 bytes that only its owner can read", async () => {
    await (await open()).close();
    expect(statSync(keyPath()).size).toBe(32);
    expect(statSync(keyPath()).mode & 0o777).toBe(0o600);
  });

  it("finds again what was written before", async () => {
    const first = await open();
    const row = { id: "ev:a", epoch: "a" as never, ackedSeq: 3 };
    await first.positions.insert(row);
    await first.close();
    const second = await open();
    expect(await readRows(second.positions, {})).toMatchObject([row]);
    await second.close();
  });

  it("refuses another key and leaves the data untouched for the right one", async () => {
    await (await open()).close();
    const key = readFileSync(keyPath());
    const data = readFileSync(dbPath());
    writeFileSync(keyPath(), nodeRandomBytes(32));
    expect(await openingCode()).toBe("store.wrong-key");
    expect(readFileSync(dbPath()).equals(data)).toBe(true);
    writeFileSync(keyPath(), key);
    expect(await openingCode()).toBe("opened");
  });

  it("refuses a store without its key and never makes a new one", async () => {
    await (await open()).close();
    unlinkSync(keyPath());
    expect(await openingCode()).toBe("store.wrong-key");
    expect(existsSync(keyPath())).toBe(false);
  });

  it("refuses a key file that was cut short", async () => {
    await (await open()).close();
    writeFileSync(keyPath(), nodeRandomBytes(31));
    expect(await openingCode()).toBe("store.wrong-key");
  });

  it("goes on with a key whose store was not made yet", async () => {
    writeFileSync(keyPath(), nodeRandomBytes(32));
    expect(await openingCode()).toBe("opened");
  });

  it("refuses a folder that is in use, and opens it once it is free", async () => {
    const first = await open();
    expect(await openingCode()).toBe("store.in-use");
    await first.close();
    await first.close();
    expect(await openingCode()).toBe("opened");
  });

  it("refuses a file that is no store", async () => {
    writeFileSync(keyPath(), nodeRandomBytes(32));
    writeFileSync(dbPath(), "not a database, whatever its name says".repeat(100));
    expect(await openingCode()).toBe("store.failed");
  });

  it("refuses a store of a newer layout", async () => {
    await (await open()).close();
    change("PRAGMA user_version = 2");
    expect(await openingCode()).toBe("store.other-version");
  });

  it.each([
    ["whose schemas differ", "UPDATE gatehouse_store SET value = x'00' WHERE name = 'contents'"],
    ["that never said its schemas", "DELETE FROM gatehouse_store WHERE name = 'contents'"],
  ])("refuses a store %s and touches nothing of it", async (_, sql) => {
    await (await open()).close();
    change(sql);
    const data = readFileSync(dbPath());
    expect(await openingCode()).toBe("store.other-version");
    expect(readFileSync(dbPath()).equals(data)).toBe(true);
  });

  it("keeps the newest bundle of a kind, sealed", async () => {
    const store = await open();
    const row = { id: "operators", receivedAtMs: 5, bundle: { list: "CANARY-7d1f" } };
    await store.bundles.incrementalUpsert({ ...row, version: 1 });
    await store.bundles.incrementalUpsert({ ...row, version: 2 });
    expect(await readRows(store.bundles, {})).toMatchObject([{ ...row, version: 2 }]);
    for (const path of [dbPath(), `${dbPath()}-wal`]) {
      expect(readFileSync(path).includes("CANARY-7d1f")).toBe(false);
    }
    await store.close();
  });
});
