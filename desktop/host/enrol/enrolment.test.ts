import { createHash, createPublicKey, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EnrolRequest,
  type EnrolResponse,
  enrolRequestSchema,
} from "@gatehouse/protocols/wire/enrolment";
import { pino } from "pino";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { enrol, loadEnrolment } from "./enrolment.ts";
import { makeTestAuthority, type TestAuthority } from "./test-authority.ts";

const CODE = "0123456789AB";
const STATION_ID = "st-east-1";

let authority: TestAuthority;
let folder: string;
const cleanups: (() => void)[] = [];

beforeAll(async () => {
  authority = await makeTestAuthority();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-enrol-"));
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  await rm(folder, { recursive: true });
});

describe("enrolment", () => {
  it("brings a certificate for the station's own key, kept on disk for the owner only", async () => {
    const enrolment = await enrolAt(await startCentre({}));
    expect(enrolment.stationId).toBe(STATION_ID);
    const key = createPublicKey(enrolment.keyPem).export({ type: "spki", format: "der" });
    const certificate = new X509Certificate(enrolment.certificatePem);
    expect(certificate.publicKey.export({ type: "spki", format: "der" })).toEqual(key);
    expect(loadEnrolment(folder)).toEqual(enrolment);
    expect((await readdir(folder)).sort()).toEqual(["enrolment.json", "station.key"]);
    for (const name of await readdir(folder)) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    expect(await readFile(join(folder, "enrolment.json"), "utf8")).not.toContain("PRIVATE");
  });

  it("GW-33: has the key on disk before it asks, and asks with the same key after a power cut", async () => {
    const keyHashes: string[] = [];
    const port = await startCentre({
      onRequest: async ({ csrPem }) => {
        expect(existsSync(join(folder, "station.key"))).toBe(true);
        keyHashes.push(await keyHashOf(csrPem));
      },
      answer: (good, round) => (round === 1 ? null : good),
    });
    await expect(enrolAt(port)).rejects.toMatchObject({ code: "enrol.unreachable" });
    expect(loadEnrolment(folder)).toBeNull();
    await enrolAt(port);
    expect(keyHashes).toHaveLength(2);
    expect(new Set(keyHashes).size).toBe(1);
    expect(loadEnrolment(folder)?.stationId).toBe(STATION_ID);
  });

  it("finds nothing in a folder that was never enrolled", () => {
    expect(loadEnrolment(folder)).toBeNull();
    expect(loadEnrolment(join(folder, "absent"))).toBeNull();
  });

  it("refuses to load an enrolment whose key is gone or damaged", async () => {
    await enrolAt(await startCentre({}));
    await writeFile(join(folder, "station.key"), "no key");
    expect(() => loadEnrolment(folder)).toThrow("station.key");
    await rm(join(folder, "station.key"));
    expect(() => loadEnrolment(folder)).toThrow("station.key");
    await writeFile(join(folder, "enrolment.json"), "{");
    expect(() => loadEnrolment(folder)).toThrow("damaged");
  });
});

describe("a forged centre", () => {
  it("GW-31: with a CA of the same name is refused before the code is sent", async () => {
    const forged = await makeTestAuthority();
    await expectUnasked(await forged.certifyServer("127.0.0.1"));
  });

  it("that shows the real CA behind its own certificate is refused before the code is sent", async () => {
    const forged = await makeTestAuthority();
    const { key, cert } = await forged.certifyServer("127.0.0.1");
    await expectUnasked({ key, cert: cert.replace(forged.caPem, authority.caPem) });
  });

  it("with a certificate for another host is refused before the code is sent", async () => {
    await expectUnasked(await authority.certifyServer("other.example"));
  });

  it("that shows no CA is refused before the code is sent", async () => {
    const { key, cert } = await authority.certifyServer("127.0.0.1");
    await expectUnasked({ key, cert: cert.replace(authority.caPem, "") });
  });
});

describe("a centre that refuses", () => {
  it.each([
    "enrol.code-invalid",
    "enrol.code-expired",
    "enrol.code-burnt",
    "enrol.request-invalid",
  ] as const)("with %s is passed on", async (code) => {
    const port = await startCentre({ status: 403, answer: () => ({ code }) });
    await expect(enrolAt(port)).rejects.toMatchObject({ code });
  });

  it("with something unknown is a refused link", async () => {
    const port = await startCentre({ status: 500, answer: () => "<h1>oops</h1>" });
    await expect(enrolAt(port)).rejects.toMatchObject({ code: "enrol.refused" });
  });
});

describe("an unusable answer", () => {
  it.each<[string, (good: EnrolResponse) => unknown]>([
    ["no JSON", () => "certificate"],
    ["a field missing", (good) => ({ ...good, siteId: undefined })],
    ["no certificate", (good) => ({ ...good, certificatePem: "PEM" })],
    ["the CA's certificate for ours", (good) => ({ ...good, certificatePem: good.caPem })],
    ["another station's name", (good) => ({ ...good, stationId: "st-other" })],
    ["a broker without TLS", (good) => ({ ...good, brokerUrl: "mqtt://127.0.0.1:1883" })],
    ["a megabyte of text", () => "x".repeat(1_000_000)],
  ])("with %s is not kept", async (_what, answer) => {
    const port = await startCentre({ answer });
    await expect(enrolAt(port)).rejects.toMatchObject({ code: "enrol.answer-invalid" });
    expect(loadEnrolment(folder)).toBeNull();
  });

  it("with another CA is not kept", async () => {
    const { caPem } = await makeTestAuthority();
    const port = await startCentre({ answer: (good) => ({ ...good, caPem }) });
    await expect(enrolAt(port)).rejects.toMatchObject({ code: "enrol.ca-mismatch" });
  });
});

describe("a centre that cannot be reached", () => {
  it("because nothing listens says so", async () => {
    const port = await startCentre({});
    for (const cleanup of cleanups.splice(0)) cleanup();
    await expect(enrolAt(port)).rejects.toMatchObject({ code: "enrol.unreachable" });
  });

  it("because it never answers says so in the end", async () => {
    const silent = createTcpServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    cleanups.push(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    await expect(enrolAt(port, 100)).rejects.toMatchObject({ code: "enrol.unreachable" });
  });

  it("because it stops in the middle of the answer says so in the end", async () => {
    const port = await startCentre({ answer: () => undefined });
    await expect(enrolAt(port, 1_000)).rejects.toMatchObject({ code: "enrol.unreachable" });
  });
});

interface CentreOptions {
  readonly tls?: { key: string; cert: string };
  readonly status?: number;
  readonly onRequest?: (request: EnrolRequest) => Promise<void>;
  /** Text goes out as it is; null cuts the connection; undefined sends half and stays silent. */
  readonly answer?: (good: EnrolResponse, round: number) => unknown;
}

/** A real TLS server that enrols whoever has the code; answers its port. */
async function startCentre(options: CentreOptions): Promise<number> {
  let round = 0;
  const tls = options.tls ?? (await authority.certifyServer("127.0.0.1"));
  const server = createServer(tls, async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const asked = enrolRequestSchema.parse(JSON.parse(text));
    round += 1;
    await options.onRequest?.(asked);
    const good = await goodAnswer(asked);
    const answer = options.answer ? options.answer(good, round) : good;
    if (answer === null) request.socket.destroy();
    else if (answer === undefined) response.write("{");
    else {
      response.statusCode = options.status ?? 200;
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    }
  });
  return listen(server);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

async function goodAnswer({ csrPem }: EnrolRequest): Promise<EnrolResponse> {
  return {
    stationId: STATION_ID as EnrolResponse["stationId"],
    siteId: "site-1",
    siteName: "东门",
    laneId: "lane-1",
    laneName: "1 号通道",
    certificatePem: await authority.certifyStation(STATION_ID, csrPem),
    caPem: authority.caPem,
    brokerUrl: "mqtts://127.0.0.1:8883",
  };
}

function enrolAt(port: number, timeoutMs?: number) {
  const { fingerprint: caFingerprint } = authority;
  return enrol({
    invitation: { host: "127.0.0.1", port, code: CODE, caFingerprint },
    folder,
    logger: pino({ level: "silent" }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

async function expectUnasked(tls: { key: string; cert: string }): Promise<void> {
  let wasAsked = false;
  const onRequest = async () => {
    wasAsked = true;
  };
  const port = await startCentre({ tls, onRequest });
  await expect(enrolAt(port)).rejects.toMatchObject({ code: "enrol.ca-mismatch" });
  expect(wasAsked).toBe(false);
}

async function keyHashOf(csrPem: string): Promise<string> {
  const certificate = new X509Certificate(await authority.certifyStation(STATION_ID, csrPem));
  const der = certificate.publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex");
}
