import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { resolvePostgresAccount } from "./postgres-account.ts";
import { stopStalePostmaster } from "./postmaster.ts";

const logger = pino({ level: "silent" });
const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const PROGRAM = fileURLToPath(new URL("../../test/support/postgres-program.ts", import.meta.url));
/** Debian's `nobody`: an ordinary user that owns nothing. */
const NOBODY = 65_534;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A data folder whose first start is over: what most tests need, and a third of the time. */
let prepared = "";
beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), "gh-pgt-"));
  const server = await startEmbeddedPostgres({ dataFolder: prepared, logger });
  await server.close();
});
afterAll(() => rm(prepared, { recursive: true, force: true }));

async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gh-pgt-"));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataFolder: string) {
  const server = await startEmbeddedPostgres({ dataFolder, logger });
  cleanUps.push(() => server.close());
  return server;
}

type Connection = Awaited<ReturnType<typeof start>>["connection"];

async function query<Row>(connection: Connection, sql: string): Promise<Row[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

async function serverPid(dataFolder: string): Promise<number> {
  const text = await readFile(join(dataFolder, "postgres/cluster/postmaster.pid"), "utf8");
  return Number.parseInt(text, 10);
}

async function untilGone(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await delay(50);
  }
  throw new Error(`process ${pid} is still there`);
}

async function startProgram(dataFolder: string, command = [process.execPath, PROGRAM]) {
  const [program = "", ...args] = [...command, dataFolder];
  const child: ChildProcess = spawn(program, args, {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  cleanUps.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  });
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  if (!child.stdout) throw new Error("no output");
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(() => Promise.reject(new Error(complaints))),
  ]);
  return { child, ready: JSON.parse(String(line)) as Connection & { uid: number } };
}

describe("the embedded database", () => {
  it("keeps what was committed across a restart, durable settings on and no TCP port", async () => {
    const folder = prepared;
    const first = await start(folder);
    await query(first.connection, "create table restarted as select 7 as value");
    await first.close();
    const second = await start(folder);
    expect(await query(second.connection, "select value from restarted")).toEqual([{ value: 7 }]);
    const [settings] = await query(
      second.connection,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
              current_setting('full_page_writes') as pages, current_setting('listen_addresses') as tcp`,
    );
    expect(settings).toEqual({ fsync: "on", commit: "on", pages: "on", tcp: "" });
    expect(second.connection.password).toBe(first.connection.password);
  });

  it("refuses a wrong password and keeps secrets to their owner", async () => {
    const folder = prepared;
    const { connection } = await start(folder);
    await expect(query({ ...connection, password: "wrong" }, "select 1")).rejects.toThrow(
      /password authentication failed/,
    );
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await modeOf(join(folder, "keys/database-password"))).toBe(0o600);
    expect(await modeOf(connection.host)).toBe(0o700);
    expect(await modeOf(join(folder, "postgres/cluster"))).toBe(0o700);
  });

  it("begins again after a first start that was cut off", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "postgres/cluster.tmp"), { recursive: true });
    await writeFile(join(folder, "postgres/cluster.tmp/PG_VERSION"), "18\n");
    await mkdir(join(folder, "postgres/bin-18.4.0-beta.17.tmp"), { recursive: true });
    const { connection } = await start(folder);
    expect(await query(connection, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("mends binaries that a power cut left short", async () => {
    const folder = prepared;
    const [version] = await readdir(join(folder, "postgres")).then((names) =>
      names.filter((name) => name.startsWith("bin-")),
    );
    await writeFile(join(folder, "postgres", version ?? "", "native/bin/postgres"), "");
    const server = await start(folder);
    expect(await query(server.connection, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("ends a server left behind by a killed centre and recovers its data", async () => {
    const folder = prepared;
    const left = await start(folder);
    await query(left.connection, "create table orphaned as select 1 as value");
    const leftPid = await serverPid(folder);
    const next = await start(folder);
    await untilGone(leftPid);
    expect(await query(next.connection, "select value from orphaned")).toEqual([{ value: 1 }]);
  });

  it("does not outlive a process that is killed", async () => {
    const folder = prepared;
    const { child, ready } = await startProgram(folder);
    await query(ready, "create table kept as select 2 as value");
    const pid = await serverPid(folder);
    child.kill("SIGKILL");
    await untilGone(pid);
    const next = await start(folder);
    expect(await query(next.connection, "select value from kept")).toEqual([{ value: 2 }]);
  });

  it("leaves a stranger alone whose process id stands in an old pid file", async () => {
    const folder = prepared;
    const stranger = spawn("/bin/sleep", ["600"]);
    cleanUps.push(async () => stranger.kill("SIGKILL"));
    const pidFile = join(folder, "postgres/cluster/postmaster.pid");
    cleanUps.push(() => rm(pidFile, { force: true }));
    await writeFile(pidFile, `${stranger.pid}\n`);
    await stopStalePostmaster(join(folder, "postgres/cluster"), logger);
    expect(stranger.signalCode).toBeNull();
    expect(() => process.kill(stranger.pid ?? 0, 0)).not.toThrow();
  });

  it("runs from a folder too deep for a socket's path", async () => {
    const root = await tempFolder();
    await chmod(root, 0o755);
    const folder = join(root, "d".repeat(60), "e".repeat(60));
    await mkdir(folder, { recursive: true, mode: 0o755 });
    const { connection } = await start(folder);
    cleanUps.push(() => rm(connection.host, { recursive: true, force: true }));
    expect(connection.host.length).toBeLessThan(60);
    expect(await query(connection, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("says which version made a cluster that it cannot open", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "postgres/cluster"), { recursive: true });
    await writeFile(join(folder, "postgres/cluster/PG_VERSION"), "15\n");
    await expect(start(folder)).rejects.toMatchObject({
      code: "db.start-failed",
      message: expect.stringContaining("PostgreSQL 15"),
    });
  });

  it("reports the server's own words when it cannot start", async () => {
    const folder = prepared;
    const settings = join(folder, "postgres/cluster/postgresql.conf");
    const before = await readFile(settings);
    cleanUps.push(() => writeFile(settings, before));
    await writeFile(settings, "no_such_setting = 1\n");
    await expect(start(folder)).rejects.toMatchObject({
      code: "db.start-failed",
      message: expect.stringContaining("no_such_setting"),
    });
  });

  it("tells when the server ends by itself", async () => {
    const folder = prepared;
    const server = await start(folder);
    process.kill(await serverPid(folder), "SIGQUIT");
    expect(await server.ended).toMatch(/shutdown/);
  });
});

/** As root the database runs under the user made for it; what another user's start needs is only reachable code. */
const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot)("started by root", () => {
  it("runs the server as the user gatehouse", async () => {
    const folder = prepared;
    await start(folder);
    const owner = await stat(`/proc/${await serverPid(folder)}`);
    const account = await resolvePostgresAccount();
    expect(owner.uid).toBe(account.uid);
    expect(owner.uid).not.toBe(0);
  });

  it("goes on with data that belong to a user number of before", async () => {
    const folder = prepared;
    const first = await start(folder);
    await query(first.connection, "create table moved as select 4 as value");
    await first.close();
    spawnSync("chown", ["-R", "4711:4711", join(folder, "postgres/cluster")]);
    spawnSync("chown", ["-R", "4711:4711", join(folder, "postgres/socket")]);
    const next = await start(folder);
    expect(await query(next.connection, "select value from moved")).toEqual([{ value: 4 }]);
  });

  it("says which folder on the way the user cannot pass", async () => {
    const closed = join(await tempFolder(), "closed");
    await mkdir(join(closed, "data"), { recursive: true });
    await chmod(closed, 0o700);
    await expect(start(join(closed, "data"))).rejects.toMatchObject({
      code: "db.start-failed",
      message: expect.stringContaining(closed),
    });
  });
});

describe.runIf(isRoot)("started by an ordinary user", () => {
  it("runs the server as that user", async () => {
    const folder = await tempFolder();
    await chown(folder, NOBODY, NOBODY);
    const { ready } = await startProgram(folder, await commandOfNobody());
    expect(ready.uid).toBe(NOBODY);
    const owner = await stat(`/proc/${await serverPid(folder)}`);
    expect(owner.uid).toBe(NOBODY);
    expect(await query(ready, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

/**
 * The program as the user nobody, who cannot enter a clone in a closed home: a mount of its own
 * shows the clone where everybody can.
 */
async function commandOfNobody(): Promise<string[]> {
  const view = await tempFolder();
  await chmod(view, 0o755);
  const seen = (path: string) => path.replace(REPOSITORY, view);
  const script = `mount --bind "${REPOSITORY}" "${view}" &&
    exec setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups "$@"`;
  const program = [seen(process.execPath), seen(PROGRAM)];
  return ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, "sh", ...program];
}
