import "reflect-metadata";
import { webcrypto, X509Certificate } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type DetailedPeerCertificate } from "node:tls";
import {
  ENROL_PATH,
  enrolResponseSchema,
  invitationPattern,
} from "@gatehouse/protocols/wire/enrolment";
import * as x509 from "@peculiar/x509";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { openPki, type Pki } from "../pki/pki.ts";
import { type EnrolmentServer, startEnrolmentServer } from "./enrolment-server.ts";
import { createInvitation, type Invitation } from "./invitation.ts";
import { revokeStation } from "./revocation.ts";

const logger = pino({ level: "silent" });
const MINUTE_MS = 60_000;
const SLOT = {
  role: "checkpoint",
  siteId: "dongmen",
  siteName: "东门卡口",
  laneId: "2",
  laneName: "东门 2 道",
} as const;

let postgres: TestPostgres;
let keysFolder: string;
let pki: Pki;
beforeAll(async () => {
  postgres = await startTestPostgres();
  keysFolder = await mkdtemp(join(tmpdir(), "gh-enrol-"));
  pki = await openPki({ keysFolder, names: [] });
});
afterAll(async () => {
  await postgres.close();
  await rm(keysFolder, { recursive: true, force: true });
});

let database: TestDatabase;
let server: EnrolmentServer;
let nowMs: number;
beforeEach(async () => {
  database = await postgres.createDatabase();
  nowMs = Date.parse("2026-01-02T03:04:05Z");
  server = await startServer();
});
afterEach(() => server.close());

function startServer(limits = { perAddress: 1_000, atOnce: 8 }) {
  return startEnrolmentServer({
    pool: database.pool,
    pki,
    host: "127.0.0.1",
    port: 0,
    brokerUrl: "mqtts://127.0.0.1:8883",
    logger,
    nowMs: () => nowMs,
    limits,
  });
}

async function invite(more: { stationId?: string } = {}): Promise<Invitation> {
  const made = await createInvitation({
    pool: database.pool,
    station: { ...SLOT, ...more },
    host: "127.0.0.1",
    port: server.port,
    caFingerprint: pki.caFingerprint,
    nowMs: () => nowMs,
  });
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

/** A station's key and its request; the key is new each time. */
async function newRequest(): Promise<string> {
  const keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const made = await x509.Pkcs10CertificateRequestGenerator.create({
    name: "CN=x",
    keys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
  });
  return made.toString("pem");
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Talks to the port as a station does: TLS verified against the pinned CA. */
function post(body: string, path = ENROL_PATH): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const url = `${server.url}${path}`;
    const call = httpsRequest(url, { method: "POST", ca: pki.caPem, agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }),
      );
    });
    call.on("error", reject);
    call.end(body);
  });
}

function enrol(code: string, csrPem: string): Promise<Reply> {
  return post(JSON.stringify({ code, csrPem }));
}

function refusal(code: string) {
  return expect.objectContaining({ body: { code } });
}

/** The same locator with another secret. */
function wrong(code: string): string {
  const last = code.endsWith("0") ? "1" : "0";
  return code.slice(0, -1) + last;
}

describe("an invitation", () => {
  it("GW-31: is one line that names address, code and CA", async () => {
    const invitation = await invite();
    const parts = invitationPattern.exec(invitation.url)?.groups;
    expect(parts).toEqual({
      host: `127.0.0.1:${server.port}`,
      code: invitation.code,
      caFingerprint: pki.caFingerprint,
    });
    expect(invitation.stationId).toMatch(/^st-[0-9a-hjkmnp-tv-z]{8}$/);
    expect(invitation.expiresAtMs).toBe(nowMs + 15 * MINUTE_MS);
  });

  it("is not to be read back from the database", async () => {
    const { code } = await invite();
    const { rows } = await database.pool.query("select * from invitation");
    expect(JSON.stringify(rows)).not.toContain(code.slice(4));
    expect(rows[0].secret_hash).toHaveLength(32);
  });

  it("makes the station's earlier open code void", async () => {
    const first = await invite({ stationId: "st-east-2" });
    const second = await invite({ stationId: "st-east-2" });
    expect(await enrol(first.code, await newRequest())).toEqual(refusal("enrol.code-invalid"));
    expect(await enrol(second.code, await newRequest())).toMatchObject({ status: 200 });
  });

  it("is refused for an id that could break out of a topic", async () => {
    await expect(invite({ stationId: "st-a/../b" })).rejects.toThrow("malformed-station-id");
  });
});

describe("enrolment over TLS", () => {
  it("gives a certificate for the invited station, and its place", async () => {
    const invitation = await invite();
    const reply = await enrol(invitation.code, await newRequest());
    expect(reply.status).toBe(200);
    const answer = enrolResponseSchema.parse(reply.body);
    expect(answer).toMatchObject({
      stationId: invitation.stationId,
      siteName: "东门卡口",
      laneName: "东门 2 道",
      brokerUrl: "mqtts://127.0.0.1:8883",
      caPem: pki.caPem,
    });
    const certificate = new X509Certificate(answer.certificatePem);
    expect(certificate.subject).toBe(`CN=${invitation.stationId}`);
    expect(certificate.verify(new X509Certificate(pki.caPem).publicKey)).toBe(true);
  });

  it("shows its CA in the handshake, so that a station without it can pin it", async () => {
    const socket = connect({ host: "127.0.0.1", port: server.port, rejectUnauthorized: false });
    const peer = await new Promise<DetailedPeerCertificate>((resolve, reject) => {
      socket.once("secureConnect", () => resolve(socket.getPeerCertificate(true)));
      socket.once("error", reject);
    });
    socket.destroy();
    const shown = peer.issuerCertificate.fingerprint256.replaceAll(":", "").toLowerCase();
    expect(shown).toBe(pki.caFingerprint);
  });

  it("GW-33: gives the same certificate again to the same key, also after the code's time", async () => {
    const { code } = await invite();
    const csrPem = await newRequest();
    const first = await enrol(code, csrPem);
    nowMs += 60 * MINUTE_MS;
    await server.close();
    server = await startServer();
    expect(await enrol(code, csrPem)).toEqual(first);
  });

  it("gives one certificate when the same request comes many times at once", async () => {
    const { code } = await invite();
    const csrPem = await newRequest();
    const replies = await Promise.all([1, 2, 3, 4].map(() => enrol(code, csrPem)));
    expect(replies.every((reply) => reply.status === 200)).toBe(true);
    const { rows } = await database.pool.query("select count(*) from station_certificate");
    expect(rows[0].count).toBe(1);
  });

  it("GW-33: refuses a used code to another key, even one of two at once", async () => {
    const { code } = await invite();
    const requests = await Promise.all([newRequest(), newRequest()]);
    const replies = await Promise.all(requests.map((csrPem) => enrol(code, csrPem)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 410]);
    expect(await enrol(code, await newRequest())).toEqual(refusal("enrol.code-burnt"));
  });

  it("GW-32: refuses a code after 15 minutes", async () => {
    const { code } = await invite();
    nowMs += 15 * MINUTE_MS;
    expect(await enrol(code, await newRequest())).toEqual(refusal("enrol.code-expired"));
  });

  it("GW-32: burns a code at the fifth wrong try, and counts none for another code", async () => {
    const { code } = await invite();
    const other = await invite();
    const csrPem = await newRequest();
    const answers = [];
    for (let guess = 0; guess < 5; guess += 1) answers.push(await enrol(wrong(code), csrPem));
    expect(answers.slice(0, 4)).toEqual(Array(4).fill(refusal("enrol.code-invalid")));
    expect(answers[4]).toEqual(refusal("enrol.code-burnt"));
    expect(await enrol(code, csrPem)).toEqual(refusal("enrol.code-burnt"));
    expect(await enrol(other.code, csrPem)).toMatchObject({ status: 200 });
  });

  it("still takes the right code after four wrong tries", async () => {
    const { code } = await invite();
    const csrPem = await newRequest();
    for (let guess = 0; guess < 4; guess += 1) await enrol(wrong(code), csrPem);
    expect(await enrol(code, csrPem)).toMatchObject({ status: 200 });
  });

  it("does not say whether a code that nobody made exists", async () => {
    expect(await enrol("ABCDEFGHJKMN", await newRequest())).toEqual(refusal("enrol.code-invalid"));
  });

  it("spends no try on a request that is none", async () => {
    const { code } = await invite();
    const bad = [
      "",
      "{",
      "[]",
      JSON.stringify({ code }),
      JSON.stringify({ code: "short", csrPem: "x" }),
      JSON.stringify({ code, csrPem: "not a request" }),
      JSON.stringify({ code, csrPem: "x", more: 1 }),
      "x".repeat(20_000),
    ];
    for (const body of bad) {
      expect(await post(body)).toEqual({ status: 400, body: { code: "enrol.request-invalid" } });
    }
    expect(await post("{}", "/v1/other")).toMatchObject({ status: 400 });
    expect(await enrol(code, await newRequest())).toMatchObject({ status: 200 });
  });

  it("holds back an address that tries too often", async () => {
    await server.close();
    server = await startServer({ perAddress: 2, atOnce: 8 });
    const csrPem = await newRequest();
    const statuses = [];
    for (let guess = 0; guess < 3; guess += 1) {
      statuses.push((await enrol("ABCDEFGHJKMN", csrPem)).status);
    }
    expect(statuses).toEqual([403, 403, 429]);
    nowMs += MINUTE_MS;
    expect(await enrol("ABCDEFGHJKMN", csrPem)).toMatchObject({ status: 403 });
  });

  it("names the port when another program holds it", async () => {
    const taken = startEnrolmentServer({
      pool: database.pool,
      pki,
      host: "127.0.0.1",
      port: server.port,
      brokerUrl: "mqtts://127.0.0.1:1",
      logger,
    });
    await expect(taken).rejects.toMatchObject({
      code: "net.port-in-use",
      message: expect.stringContaining(String(server.port)),
    });
  });
});

describe("the end of trust", () => {
  it("comes to a replaced PC's certificate with the new one's enrolment", async () => {
    const old = await invite({ stationId: "st-east-2" });
    const oldRequest = await newRequest();
    await enrol(old.code, oldRequest);
    const next = await invite({ stationId: "st-east-2" });
    await enrol(next.code, await newRequest());
    const { rows } = await database.pool.query(
      "select revoked_at is null as valid from station_certificate order by issued_at",
    );
    expect(rows).toEqual([{ valid: false }, { valid: true }]);
    expect(await enrol(old.code, oldRequest)).toEqual(refusal("enrol.code-burnt"));
  });

  it("comes to a revoked station's certificates, open codes and id", async () => {
    const { code, stationId } = await invite();
    expect(await revokeStation(database.pool, stationId)).toEqual({ ok: true, value: true });
    expect(await enrol(code, await newRequest())).toEqual(refusal("enrol.code-burnt"));
    await expect(invite({ stationId })).rejects.toThrow("station-revoked");
    const unknown = await revokeStation(database.pool, "st-nobody" as typeof stationId);
    expect(unknown).toMatchObject({ reason: "unknown-station" });
  });
});
