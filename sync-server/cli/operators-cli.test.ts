import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseBundle } from "@gatehouse/protocols/bundle/bundle";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { openPki } from "../pki/pki.ts";
import { RUNTIME_FILE, type RuntimeInfo } from "../process-contract.ts";
import { runCli } from "./run-cli.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());

/** A running centre as the command line finds it: its runtime file, its keys, its database. */
async function openCentre() {
  const database = await postgres.createDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), "gh-cli-"));
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }));
  const keysFolder = join(dataFolder, "keys");
  await mkdir(keysFolder);
  const { caFingerprint } = await openPki({ keysFolder, names: [] });
  await writeRuntime({ database, dataFolder, keysFolder, caFingerprint });
  const configFile = join(dataFolder, "config.json");
  await writeFile(configFile, JSON.stringify({ dataFolder }));
  return { database, call: (...args: string[]) => call([...args, "--config", configFile]) };
}

async function writeRuntime(options: {
  readonly database: TestDatabase;
  readonly dataFolder: string;
  readonly keysFolder: string;
  readonly caFingerprint: string;
}) {
  const { database, dataFolder, keysFolder, caFingerprint } = options;
  const runtime: RuntimeInfo = {
    supervisorPid: process.pid,
    dataFolder,
    keysFolder,
    logsFolder: join(dataFolder, "logs"),
    host: "127.0.0.1",
    mqttPort: 0,
    enrolPort: 0,
    webHost: "127.0.0.1",
    webPort: 0,
    publicHost: "127.0.0.1",
    certificateNames: [],
    database: database.connection,
    timeZone: "Asia/Shanghai",
    city: "滨海市",
    logLevel: "info",
    caFingerprint,
    addresses: null,
  };
  await writeFile(join(dataFolder, RUNTIME_FILE), JSON.stringify(runtime));
}

async function call(args: readonly string[]) {
  const said = { out: "", err: "" };
  const code = await runCli(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

const ADD = ["operator-add", "--id", "G-1001", "--name", "王卫国", "--role", "guard,supervisor"];

describe("operators on the command line", () => {
  it("are added with a PIN that is printed, and listed with the badge masked", async () => {
    const { call, database } = await openCentre();
    expect((await call("operators")).out).toBe("no operators yet");
    const added = await call(...ADD, "--badge", "GHB-88213507", "--until", "2026-12-31", "--json");
    expect(JSON.parse(added.out)).toEqual({
      operatorId: "G-1001",
      pin: expect.stringMatching(/^\d{6}$/),
      version: 1,
    });
    const listed = await call("operators");
    expect(listed.out).toBe("G-1001  王卫国  guard,supervisor  ****3507  2026-12-31");
    expect(JSON.parse((await call("operators", "--json")).out)).toEqual({
      operators: [
        {
          operatorId: "G-1001",
          name: "王卫国",
          roles: ["guard", "supervisor"],
          badge: "****3507",
          validUntil: "2026-12-31",
        },
      ],
    });
    const { rows } = await database.pool.query("select text from bundle");
    expect(parseBundle(JSON.parse(rows[0].text))).toMatchObject({ ok: true });
  });

  it("get a new PIN and are removed", async () => {
    const { call } = await openCentre();
    const added = await call(...ADD);
    expect(added.out).toMatch(/^PIN \d{6}\nG-1001 .* version 1$/);
    const renewed = await call("operator-pin", "G-1001");
    expect(renewed.out).toMatch(/^PIN \d{6}\nG-1001 .* version 2$/);
    expect(renewed.out.slice(0, 10)).not.toBe(added.out.slice(0, 10));
    const removed = await call("operator-remove", "G-1001", "--json");
    expect(JSON.parse(removed.out)).toEqual({ removed: "G-1001", version: 3 });
    expect((await call("operators")).out).toBe("no operators yet");
  });

  it("are refused with what to do", async () => {
    const { call } = await openCentre();
    await call(...ADD);
    const refused = [
      { answer: await call(...ADD), words: /number is taken/ },
      { answer: await call("operator-pin", "G-9"), words: /no such operator/ },
      { answer: await call("operator-remove", "G-9"), words: /no such operator/ },
    ];
    for (const { answer, words } of refused) {
      expect(answer).toMatchObject({ code: 1, out: "", err: expect.stringMatching(words) });
    }
  });

  it("are not taken half entered", async () => {
    const { call } = await openCentre();
    const nothing = await call("operator-add");
    for (const option of ["--id", "--name", "--role"]) expect(nothing.err).toContain(option);
    const wrong = {
      "--role": [...ADD.slice(0, -1), "boss"],
      "--until": [...ADD, "--until", "2026-02-30"],
      "--badge": [...ADD, "--badge", " "],
    };
    for (const [option, words] of Object.entries(wrong)) {
      expect(await call(...words)).toMatchObject({
        code: 1,
        err: expect.stringContaining(`${option} must`),
      });
    }
    expect((await call("operators")).out).toBe("no operators yet");
  });
});
