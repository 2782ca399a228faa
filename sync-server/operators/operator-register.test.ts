import { createHmac, randomBytes, verify, X509Certificate } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bundle, parseBundle, signedTextOf } from "@gatehouse/protocols/bundle/bundle";
import {
  MAX_OPERATORS,
  type OperatorsBody,
  parseOperators,
} from "@gatehouse/protocols/bundle/operators";
import { Client } from "pg";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { type BundleSigner, openBundleSigner } from "../pki/bundle-signer.ts";
import { openPki } from "../pki/pki.ts";
import { startListRenewal } from "./list-renewal.ts";
import {
  type NewOperator,
  type OperatorRegister,
  openOperatorRegister,
} from "./operator-register.ts";
import { createOperatorSeal } from "./operator-seal.ts";
import { openOperatorStore } from "./operator-store.ts";

const START_MS = Date.parse("2026-11-22T09:41:05+08:00");
const DAY_MS = 24 * 3_600_000;
const KEY = randomBytes(32);

let postgres: TestPostgres;
let keysFolder: string;
let signer: BundleSigner;
let ca: X509Certificate;
beforeAll(async () => {
  postgres = await startTestPostgres();
  keysFolder = await mkdtemp(join(tmpdir(), "gh-operators-"));
  ca = new X509Certificate((await openPki({ keysFolder, names: [] })).caPem);
  signer = await openBundleSigner(keysFolder);
});
afterAll(async () => {
  await postgres.close();
  await rm(keysFolder, { recursive: true, force: true });
});

interface Opened {
  readonly register: OperatorRegister;
  readonly database: TestDatabase;
  readonly clock: { nowMs: number };
}

async function open(): Promise<Opened> {
  const database = await postgres.createDatabase();
  const clock = { nowMs: START_MS };
  const register = openRegister(database, KEY, clock);
  return { register, database, clock };
}

function openRegister(database: TestDatabase, key: Buffer, clock = { nowMs: START_MS }) {
  const nowMs = () => clock.nowMs;
  return openOperatorRegister({ database: database.kysely, key, signer, nowMs, randomBytes });
}

const GUARD: NewOperator = {
  operatorId: "G-1001",
  name: "阿卜杜拉·王卫国",
  badge: "GHB-88213507",
  roles: ["guard", "supervisor"],
  validUntilMs: null,
};

async function newest(database: TestDatabase): Promise<{ bundle: Bundle; body: OperatorsBody }> {
  const { rows } = await database.pool.query<{ text: string }>(
    "select text from bundle where kind = 'operators' order by version desc limit 1",
  );
  const bundle = parseBundle(JSON.parse(rows[0]?.text ?? "null"));
  if (!bundle.ok) throw new Error(bundle.detail);
  const body = parseOperators(bundle.value.body);
  if (!body.ok) throw new Error(body.detail);
  return { bundle: bundle.value, body: body.value };
}

async function stationHolds(database: TestDatabase, stationId: string, version: number) {
  await database.pool.query(
    `insert into station (station_id, role, site_id, site_name, lane_name)
     values ($1, 'checkpoint', 'east', 'East', '1')`,
    [stationId],
  );
  await database.pool.query(
    `insert into station_state (station_id, online, session, received_at, role, software_version,
                                devices, store_ok, bundles)
     values ($1, true, 's', now(), 'checkpoint', '1', '[]', true, $2)`,
    [stationId, JSON.stringify([{ kind: "operators", version }])],
  );
}

describe("an issue of the list", () => {
  it("GW-40: is signed by the CA's signer and holds each person for stations to judge", async () => {
    const { register, database } = await open();
    const { pin } = await register.add(GUARD);
    const { bundle, body } = await newest(database);
    const certificate = new X509Certificate(bundle.signerPem);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    const signature = Buffer.from(bundle.signature, "base64url");
    const text = Buffer.from(signedTextOf(bundle));
    expect(verify(null, text, certificate.publicKey, signature)).toBe(true);
    expect(bundle).toMatchObject({ version: 1, issuedAtMs: START_MS });
    expect(bundle.expiresAtMs).toBe(START_MS + 30 * DAY_MS);
    const [person] = body.operators;
    expect(person).toMatchObject({ operatorId: "G-1001", roles: ["guard", "supervisor"] });
    const salt = Buffer.from(body.badgeSalt, "base64url");
    const badgeHash = createHmac("sha256", salt).update("GHB-88213507").digest("base64url");
    expect(person?.badgeHash).toBe(badgeHash);
    expect(JSON.stringify(bundle)).not.toContain("88213507");
    expect(pin).toMatch(/^\d{6}$/);
  });

  it("comes with each change, under a version that rises and a new key of its badges", async () => {
    const { register, database, clock } = await open();
    const first = await register.add(GUARD);
    const { body: before } = await newest(database);
    clock.nowMs += 1_000;
    expect(await register.edit("G-1001", { name: "王卫" })).toEqual({ version: 2 });
    const { body: edited } = await newest(database);
    expect(edited.operators[0]).toMatchObject({ name: "王卫", pin: before.operators[0]?.pin });
    expect(edited.badgeSalt).not.toBe(before.badgeSalt);
    const renewed = await register.renewPin("G-1001");
    expect(renewed.version).toBe(3);
    expect(renewed.pin).not.toBe(first.pin);
    expect((await newest(database)).body.operators[0]?.pin).not.toEqual(before.operators[0]?.pin);
    expect(await register.remove("G-1001")).toEqual({ version: 4 });
    expect((await newest(database)).body.operators).toEqual([]);
  });

  it("is told to the gateway at its commit", async () => {
    const { register, database } = await open();
    const listener = new Client(database.connection);
    await listener.connect();
    onTestFinished(() => listener.end());
    const told: (string | undefined)[] = [];
    listener.on("notification", ({ payload }) => told.push(payload));
    await listener.query("listen gatehouse_bundle");
    await register.add(GUARD);
    await vi.waitFor(() => expect(told).toEqual(["operators"]), { timeout: 10_000 });
  });

  it("loses none of two changes that are made at once", async () => {
    const { register, database } = await open();
    const other = openRegister(database, KEY);
    const added = await Promise.all([
      register.add(GUARD),
      other.add({ ...GUARD, operatorId: "G-1002", badge: "GHB-88213508" }),
      register.add({ ...GUARD, operatorId: "G-1003", badge: null }),
    ]);
    expect(added.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
    const { body } = await newest(database);
    expect(body.operators.map((one) => one.operatorId)).toEqual(["G-1001", "G-1002", "G-1003"]);
  });

  it("leaves out those whose validity has ended", async () => {
    const { register, database, clock } = await open();
    await register.add({ ...GUARD, validUntilMs: START_MS + DAY_MS });
    await register.add({ ...GUARD, operatorId: "G-1002", badge: null });
    clock.nowMs += DAY_MS;
    await register.edit("G-1002", { roles: ["guard"] });
    const { body } = await newest(database);
    expect(body.operators.map((one) => one.operatorId)).toEqual(["G-1002"]);
    expect(await register.all()).toHaveLength(2);
  });

  it("is kept for twenty issues", async () => {
    const { register, database } = await open();
    await register.add(GUARD);
    for (let at = 0; at < 21; at += 1) await register.edit("G-1001", { name: `王${at}` });
    const { rows } = await database.pool.query("select version from bundle order by version");
    expect(rows.map((row) => row.version)).toEqual(Array.from({ length: 20 }, (_, at) => at + 3));
  });

  it("goes on above what stations hold when the centre came back from a backup", async () => {
    const { register, database } = await open();
    await register.add(GUARD);
    await stationHolds(database, "st-a", 41);
    await stationHolds(database, "st-mad", 9_000_000_000_000_000);
    expect(await register.renewList()).toBe(42);
    expect(await register.renewList()).toBeNull();
  });
});

describe("the renewal of an idle centre's list", () => {
  it("issues again after seven days, with the same persons", async () => {
    const { register, database, clock } = await open();
    expect(await register.renewList()).toBeNull();
    await register.add(GUARD);
    clock.nowMs += 7 * DAY_MS - 1;
    expect(await register.renewList()).toBeNull();
    clock.nowMs += 1;
    expect(await register.renewList()).toBe(2);
    const { bundle, body } = await newest(database);
    expect(bundle.expiresAtMs).toBe(clock.nowMs + 30 * DAY_MS);
    expect(body.operators).toHaveLength(1);
  });

  it("looks at its start and then again and again, and outlives a failure", async () => {
    const { register, database, clock } = await open();
    await register.add(GUARD);
    clock.nowMs += 7 * DAY_MS;
    const failures = [new Error("no database")];
    const renewal = startListRenewal({
      renew: async () => {
        const failure = failures.pop();
        if (failure) throw failure;
        return register.renewList();
      },
      everyMs: 20,
      logger: pino({ level: "silent" }),
    });
    onTestFinished(() => renewal.close());
    const version = async () => (await newest(database)).bundle.version;
    await vi.waitFor(async () => expect(await version()).toBe(2), { timeout: 10_000 });
    clock.nowMs += 7 * DAY_MS;
    await vi.waitFor(async () => expect(await version()).toBe(3), { timeout: 10_000 });
    await renewal.close();
  });
});

describe("the register", () => {
  it("keeps name, badge and PIN out of the database's clear text", async () => {
    const { register, database } = await open();
    const { pin } = await register.add(GUARD);
    const { rows } = await database.pool.query(
      `select operator::text || encode(sealed, 'escape') || coalesce(badge_lookup, '') as row
         from operator`,
    );
    const stored = rows.map(({ row }) => row).join("\n");
    expect(stored).toContain("G-1001");
    const bytes = Buffer.from("王卫国").toString("latin1");
    for (const secret of ["王卫", "88213507", `"${pin}"`, "badge", bytes]) {
      expect(stored).not.toContain(secret);
    }
    expect(await register.all()).toMatchObject([{ ...GUARD, changedAtMs: START_MS }]);
  });

  it("does not open with another key, nor under another person's number", async () => {
    const { register, database } = await open();
    await register.add(GUARD);
    const stranger = openRegister(database, randomBytes(32));
    await expect(stranger.all()).rejects.toMatchObject({ code: "store.wrong-key" });
    await database.pool.query("update operator set operator_id = 'G-1009'");
    await expect(register.all()).rejects.toMatchObject({ code: "store.wrong-key" });
  });

  it("refuses a number or badge that is someone else's, and issues nothing then", async () => {
    const { register, database } = await open();
    await register.add(GUARD);
    await register.add({ ...GUARD, operatorId: "G-1002", badge: null });
    const idTaken = { code: "operator.id-taken" };
    const badgeTaken = { code: "operator.badge-taken" };
    await expect(register.add({ ...GUARD, badge: null })).rejects.toMatchObject(idTaken);
    const third = { ...GUARD, operatorId: "G-1003" };
    await expect(register.add(third)).rejects.toMatchObject(badgeTaken);
    const sameBadge = register.edit("G-1002", { badge: "GHB-88213507" });
    await expect(sameBadge).rejects.toMatchObject(badgeTaken);
    // A station takes a number in place of a badge.
    await expect(register.edit("G-1002", { badge: "G-1001" })).rejects.toMatchObject(badgeTaken);
    const asBadge = register.add({ ...GUARD, operatorId: "GHB-88213507", badge: null });
    await expect(asBadge).rejects.toMatchObject(idTaken);
    expect((await newest(database)).bundle.version).toBe(2);
  });

  it("refuses a number that differs from another number or badge by its case alone", async () => {
    const { register } = await open();
    await register.add(GUARD);
    const idTaken = { code: "operator.id-taken" };
    const badgeTaken = { code: "operator.badge-taken" };
    const other = { ...GUARD, badge: null };
    // Stations take a typed number in any case: these two would be one person to them.
    await expect(register.add({ ...other, operatorId: "g-1001" })).rejects.toMatchObject(idTaken);
    const asBadge = register.add({ ...other, operatorId: "ghb-88213507" });
    await expect(asBadge).rejects.toMatchObject(idTaken);
    await register.add({ ...other, operatorId: "G-1002" });
    await expect(register.edit("G-1002", { badge: "g-1001" })).rejects.toMatchObject(badgeTaken);
    await register.edit("G-1002", { badge: "g-1002" });
  });

  it("keeps a validity that ends with the year 9999", async () => {
    const { register, database } = await open();
    const validUntilMs = Date.UTC(10_000, 0, 1, 5);
    await register.add({ ...GUARD, validUntilMs });
    expect(await register.all()).toMatchObject([{ validUntilMs }]);
    expect((await newest(database)).body.operators).toMatchObject([{ validUntilMs }]);
  });

  it("lets a badge go with its owner, and lets it be taken away", async () => {
    const { register } = await open();
    await register.add(GUARD);
    await register.edit("G-1001", { badge: null });
    await register.add({ ...GUARD, operatorId: "G-1002" });
    await register.remove("G-1002");
    await register.edit("G-1001", { badge: "GHB-88213507" });
    expect(await register.all()).toMatchObject([{ badge: "GHB-88213507" }]);
  });

  it("knows nobody whom it does not hold", async () => {
    const { register } = await open();
    const unknown = { code: "operator.not-found" };
    await expect(register.edit("G-1", { name: "王" })).rejects.toMatchObject(unknown);
    await expect(register.renewPin("G-1")).rejects.toMatchObject(unknown);
    await expect(register.remove("G-1")).rejects.toMatchObject(unknown);
  });

  it("takes as many as one message carries, and no more", async () => {
    const { register, database } = await open();
    const longest = { ...GUARD, name: "王".repeat(50), badge: null };
    await register.add({ ...longest, operatorId: "first" });
    const store = openOperatorStore(database.kysely, createOperatorSeal(KEY));
    const first = await store.find("first");
    for (let at = 2; at < MAX_OPERATORS; at += 1) {
      await store.save({ ...first, operatorId: `g-${at}` });
    }
    await register.add({ ...longest, operatorId: "last" });
    const more = register.add({ ...longest, operatorId: "one-more" });
    await expect(more).rejects.toMatchObject({ code: "operator.too-many" });
    expect((await newest(database)).body.operators).toHaveLength(MAX_OPERATORS);
  });
});
