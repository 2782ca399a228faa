import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoScanner, startDemoScanner } from "../../scripts/start/demo-scanner.ts";
import { openRpc } from "../../scripts/start/rpc-line.ts";
import { queryCentre } from "../support/centre-rows.ts";
import { eventually } from "../support/eventually.ts";
import { type InstalledPackages, installPackages } from "./installed-packages.ts";
import { type InstalledProgram, runProgram, startProgram } from "./installed-program.ts";

const SCANS =
  "select count(*)::int as rows, count(distinct event_id)::int as ids from event where type = 'scan.recorded'";

/** The part of the board that is looked at. */
interface BoardPart {
  readonly scans: readonly { readonly maskedTail: string }[];
}

describe("the Debian packages", () => {
  let installed: InstalledPackages;
  const running: InstalledProgram[] = [];
  const command = (name: string) => join(installed.root, "usr/bin", name);
  const file = (path: string) => readFile(join(installed.root, path), "utf8");

  beforeAll(async () => {
    installed = await installPackages();
  }, 240_000);
  afterAll(async () => {
    for (const program of running.reverse()) await program.stop();
    await installed?.close();
  });

  it("say what they need and which of their files belong to the administrator", async () => {
    expect(installed.files.map((path) => path.replace(/.*\//, ""))).toEqual([
      expect.stringMatching(/^gatehouse-centre_\d.*_(amd64|arm64)\.deb$/),
      expect.stringMatching(/^gatehouse-station_\d.*_(amd64|arm64)\.deb$/),
    ]);
    for (const path of installed.files) {
      const { stdout } = await promisify(execFile)("dpkg-deb", ["--field", path]);
      expect(stdout).toMatch(/^Depends: libc6 \(>= 2\.28\)/m);
      expect(stdout).toMatch(/^Installed-Size: \d{5,}$/m);
      expect(stdout).not.toMatch(/@[A-Z_]+@/);
    }
  });

  it("tell people the commands that are installed, not those of a clone", async () => {
    for (const name of ["centre", "station"]) {
      const folder = join(installed.root, "usr/lib", `gatehouse-${name}`);
      const files = await readdir(folder, { recursive: true });
      for (const path of files.filter((one) => /^(?!node_modules).*\.(js|html)$/.test(one))) {
        const text = await readFile(join(folder, path), "utf8");
        const inClone = /.{0,40}npm run (server|station|bridge).{0,40}/.exec(text);
        expect({ path, inClone: inClone?.[0] }).toEqual({ path, inClone: undefined });
      }
    }
    const env = installed.environment;
    for (const name of ["gatehouse-centre", "gatehouse-station", "gatehouse-bridge"]) {
      await runProgram({ file: command(name), args: ["--help"], env });
    }
  });

  it("name only programs that exist in their units", async () => {
    for (const name of ["centre", "station"]) {
      const unit = await file(`usr/lib/systemd/system/gatehouse-${name}.service`);
      const words = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(" ") ?? [];
      const paths = words.filter((word) => word.startsWith("/"));
      expect(paths).toHaveLength(3);
      for (const path of paths) expect((await file(path)).length).toBeGreaterThan(0);
      expect(JSON.parse(await file(`etc/gatehouse/${name}.json`)).dataFolder).toBe(
        `/var/lib/gatehouse/${name}`,
      );
    }
  });

  it("have units that systemd accepts, where its checker is installed", async () => {
    const units = join(installed.root, "units");
    await mkdir(units);
    const names = ["gatehouse-centre.service", "gatehouse-station.service"];
    for (const name of names) {
      const unit = await file(`usr/lib/systemd/system/${name}`);
      await writeFile(join(units, name), unit.replace("=/usr/lib", `=${installed.root}/usr/lib`));
    }
    expect(
      await complaintsOf("systemd-analyze", ["verify", ...names.map((one) => join(units, one))]),
    ).toBe("");
  });

  it("have scripts that the shell accepts", async () => {
    for (const path of installed.files) {
      const control = `${path}.control`;
      await promisify(execFile)("dpkg-deb", ["-e", path, control]);
      for (const name of ["postinst", "prerm", "postrm"]) {
        expect(await complaintsOf("sh", ["-n", join(control, name)])).toBe("");
      }
    }
  });

  it("carry one scan from a scanner to the board, exactly once, with nothing of the repository", async () => {
    // As root the database runs as another user, who must get through.
    await mkdir(join(installed.root, "srv"), { mode: 0o755 });
    const watched = { NOTIFY_SOCKET: "centre", WATCHDOG_USEC: "3000000" };
    const centreData = join(installed.root, "srv/centre");
    const centreEnv = {
      ...installed.environment,
      GATEHOUSE_DATA: centreData,
      GATEHOUSE_MQTT_PORT: "0",
      GATEHOUSE_ENROL_PORT: "0",
      GATEHOUSE_WEB_PORT: "0",
    };
    const centre = startProgram({
      file: command("gatehouse-centre"),
      args: ["run"],
      env: { ...centreEnv, ...watched },
    });
    running.push(centre);
    await centre.says(/The centre is running/);

    const ask = async (...args: string[]) =>
      JSON.parse(
        await runProgram({
          file: command("gatehouse-centre"),
          args: [...args, "--json"],
          env: centreEnv,
        }),
      );
    const { invitation, stationId } = await ask(
      "invite",
      "--name",
      "东门 2 道",
      "--site",
      "dongmen",
    );

    const person = ["--id", "1001", "--name", "李卫", "--role", "guard"];
    const { pin } = await ask("operator-add", ...person);

    const stationData = join(installed.root, "srv/station");
    const station = command("gatehouse-station");
    const enrolled = await runProgram({
      file: station,
      args: ["--enrol-only", "--invitation", invitation, "--data", stationData],
      env: installed.environment,
    });
    expect(enrolled).toContain(stationId);

    await mkdir(join(installed.root, "srv/devices"), { mode: 0o755 });
    const scanner: DemoScanner = await startDemoScanner(join(installed.root, "srv/devices"));
    const program = startProgram({
      file: station,
      args: ["--data", stationData, "--port", "0", "--scanner", scanner.path, "--aim"],
      env: { ...installed.environment, ...watched, NOTIFY_SOCKET: "station" },
    });
    running.push(program);
    const [, entryUrl = ""] = await program.says(/Its screen opens once with (\S+);/);
    const line = await openRpc(entryUrl);
    const office = await openRpc((await ask("sign-in-link")).url);
    const screen = line.subscribe<StationView>("view");
    const board = office.subscribe<BoardPart>("board");
    try {
      const isReady = ({ devices }: StationView) => devices.some((one) => one.state === "ready");
      await screen.until(isReady, 30_000);
      await screen.until(({ duty }) => duty.list !== null, 30_000);
      await line.mutate("duty.signIn", { who: "1001", pin });
      await screen.until(({ duty }) => duty.state === "on", 30_000);
      scanner.scan("GH1:PACKAGED4711");
      const isRecorded = ({ post }: StationView) =>
        post.role === "checkpoint" && post.latest?.maskedTail === "4711";
      await screen.until(isRecorded, 30_000);
      await board.until(({ scans }) => scans.some((one) => one.maskedTail === "4711"), 45_000);
    } finally {
      line.close();
      office.close();
    }
    expect(await queryCentre(centreData, SCANS)).toEqual([{ rows: 1, ids: 1 }]);

    await eventually("both say that they are alive", async () => {
      const notices = await readFile(installed.noticeFile, "utf8");
      const isSaid = (line: string) => notices.includes(`${line}\n`);
      const names = ["centre", "station"];
      return (
        names.every((name) => isSaid(`${name} READY=1`) && isSaid(`${name} WATCHDOG=1`)) || null
      );
    });
    for (const { pid } of running) {
      expect(await readlink(`/proc/${pid}/exe`)).toMatch(new RegExp(`^${installed.root}/usr/lib/`));
    }

    expect(await program.stop()).toBe(0);
    expect(await centre.stop()).toBe(0);
    running.length = 0;
    await scanner.close();
  }, 180_000);
});

/** What a checker says; nothing when there is no such program. */
async function complaintsOf(checker: string, args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(checker, [...args])).stderr;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    return String(error);
  }
}
