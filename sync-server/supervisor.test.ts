import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { invitationPattern } from "@gatehouse/protocols/wire/enrolment";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadRuntime, type RuntimeInfo } from "./process-contract.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const CLI = fileURLToPath(new URL("./cli.ts", import.meta.url));
const DEADLINE_MS = 50_000;

interface Ready {
  readonly type: "ready";
  readonly webUrl: string;
  readonly brokerUrl: string;
  readonly enrolUrl: string;
  readonly caFingerprint: string;
}

let folder: string;
let environment: Record<string, string>;
let centre: { process: ChildProcess; ready: Ready };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-centre-"));
  environment = {
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    GATEHOUSE_DATA: folder,
    GATEHOUSE_MQTT_PORT: "0",
    GATEHOUSE_ENROL_PORT: "0",
    GATEHOUSE_WEB_PORT: "0",
  };
  centre = await startCentre();
});
afterAll(async () => {
  await stop(centre.process, "SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

async function startCentre() {
  const child = fork(MAIN, { env: environment, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const [message] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => Promise.reject(new Error(complaints))),
  ]);
  return { process: child, ready: message as Ready };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

async function run(program: string, args: string[], more: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...args], { env: { ...environment, ...more } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = await once(child, "close");
  return { code: Number(code), stdout, stderr };
}

async function until<Value>(read: () => Promise<Value | null>): Promise<Value> {
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    const value = await read();
    if (value !== null) return value;
    await delay(50);
  }
  throw new Error("never happened");
}

const runtime = (): RuntimeInfo => loadRuntime(join(folder, "runtime.json"));

function health(): Promise<number | null> {
  return fetch(`${centre.ready.webUrl}/healthz`).then(
    (response) => response.status,
    () => null,
  );
}

/** Process id of the child whose program is named so. */
async function childPid(program: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const isOurs = status.includes(`PPid:\t${centre.process.pid}\n`);
    if (isOurs && command.includes(program)) return Number(pid);
  }
  return 0;
}

describe("a running centre", () => {
  it("serves the command centre, and says where everything answers", async () => {
    expect(await health()).toBe(200);
    expect(centre.ready).toMatchObject({
      brokerUrl: expect.stringMatching(/^mqtts:\/\/127\.0\.0\.1:\d+$/),
      enrolUrl: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      caFingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(runtime().addresses?.webUrl).toBe(centre.ready.webUrl);
  });

  it("invites, lists and revokes stations from the command line", async () => {
    const words = ["--name", "东门 2 道", "--site", "dongmen", "--site-name", "东门卡口", "--json"];
    const invited = JSON.parse((await run(CLI, ["invite", ...words])).stdout);
    expect(invitationPattern.exec(invited.invitation)?.groups).toMatchObject({
      host: new URL(centre.ready.enrolUrl).host,
      caFingerprint: centre.ready.caFingerprint,
    });
    const listed = await run(CLI, ["stations"]);
    expect(listed.stdout).toContain(
      `${invited.stationId}  invited  checkpoint  东门卡口  东门 2 道`,
    );
    expect((await run(CLI, ["revoke", invited.stationId])).code).toBe(0);
    const [station] = JSON.parse((await run(CLI, ["stations", "--json"])).stdout).stations;
    expect(station).toMatchObject({ stationId: invited.stationId, state: "revoked" });
    expect(await run(CLI, ["revoke", "st-none"])).toMatchObject({ code: 1 });
  });

  it("signs one browser in with a one-time link", async () => {
    const { url } = JSON.parse((await run(CLI, ["sign-in-link", "--json"])).stdout);
    const first = await fetch(url, { redirect: "manual" });
    expect(first.headers.get("set-cookie")).toMatch(/HttpOnly/);
    const second = await fetch(url, { redirect: "manual" });
    expect(second.headers.get("set-cookie")).toBeNull();
  });

  it("refuses a second one on its folder", async () => {
    const second = await run(MAIN, []);
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining("already running") });
    expect(second.stderr).not.toMatch(/^\s+at /m);
  });

  it("starts a killed gateway again on the same port", async () => {
    const before = await childPid("gateway/main.ts");
    process.kill(before, "SIGKILL");
    const after = await until(async () => {
      const pid = await childPid("gateway/main.ts");
      return pid !== 0 && pid !== before ? pid : null;
    });
    const port = Number(new URL(centre.ready.enrolUrl).port);
    await until(async () => ((await isTaken(port)) ? true : null));
    expect(after).not.toBe(before);
  });

  it("starts a killed database again, and the web finds it", async () => {
    const [line] = (await readFile(join(folder, "postgres/cluster/postmaster.pid"), "utf8")).split(
      "\n",
    );
    process.kill(Number(line), "SIGKILL");
    const listed = await until(async () => {
      const answer = await run(CLI, ["stations"]);
      return answer.code === 0 ? answer : null;
    });
    expect(listed.stdout).toContain("东门");
  });
});

describe("the end of a centre", () => {
  it("leaves nothing running and nothing stale, and the next start has the same CA", async () => {
    const { caFingerprint } = centre.ready;
    await stop(centre.process, "SIGTERM");
    expect(centre.process.exitCode).toBe(0);
    expect(await isTaken(Number(new URL(centre.ready.brokerUrl).port))).toBe(false);
    await expect(readFile(join(folder, "postgres/cluster/postmaster.pid"))).rejects.toThrow();
    const cli = await run(CLI, ["stations"]);
    expect(cli).toMatchObject({ code: 1, stderr: expect.stringContaining("npm run server") });
    centre = await startCentre();
    expect(centre.ready.caFingerprint).toBe(caFingerprint);
  });

  it("is survived by a kill: the next start finds its data", async () => {
    const children = [await childPid("gateway/main.ts"), await childPid("api/main.ts")];
    await stop(centre.process, "SIGKILL");
    centre = await startCentre();
    for (const pid of children) await until(async () => (isAlive(pid) ? null : true));
    expect((await run(CLI, ["stations"])).stdout).toContain("东门");
  });

  it("names the port that another program holds, without a stack trace", async () => {
    await stop(centre.process, "SIGTERM");
    const other = await holdPort();
    const { port } = other.address() as { port: number };
    for (const variable of ["GATEHOUSE_MQTT_PORT", "GATEHOUSE_ENROL_PORT", "GATEHOUSE_WEB_PORT"]) {
      const failed = await run(MAIN, [], { [variable]: String(port) });
      expect(failed.code).toBe(1);
      expect(failed.stderr).toContain(String(port));
      expect(failed.stderr).toContain("The port is in use");
      expect(failed.stderr).not.toMatch(/^\s+at /m);
    }
    other.close();
  });
});

async function holdPort(port = 0): Promise<Server> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function isTaken(port: number): Promise<boolean> {
  try {
    (await holdPort(port)).close();
    return false;
  } catch {
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
