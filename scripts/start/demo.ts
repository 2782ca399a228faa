import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type ChildOptions, runForJson, startChild } from "./child-program.ts";
import type { DemoOptions } from "./demo-options.ts";
import { type DemoScanner, startDemoScanner } from "./demo-scanner.ts";
import { type NetworkSwitch, startNetworkSwitch } from "./network-switch.ts";

/** What the centre says when it is ready. */
export interface CentreReady {
  readonly type: "ready";
  readonly brokerUrl: string;
}

/** What a station says when it is ready. */
export interface StationReady {
  readonly type: "ready";
  /** One-time link to the screen, not used yet. */
  readonly entryUrl: string;
}

/** A part that can be stopped and started again while the others carry on. */
export interface DemoPart<Ready> {
  /** What it said when it was last ready. */
  ready(): Ready;
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL). */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** The whole of Gatehouse on one machine. */
export interface Demo {
  readonly centre: DemoPart<CentreReady>;
  readonly checkpoint: DemoPart<StationReady>;
  readonly scanner: DemoScanner;
  readonly network: NetworkSwitch;
  /** Makes a one-time sign-in link for the command centre. */
  signInLink(): Promise<string>;
  close(): Promise<void>;
}

/** Ports that people see; the next free one is taken when another program holds it. */
const WEB_PORT = 7_080;
const STATION_PORT = 7_090;

/**
 * Starts centre, scanner and checkpoint, and enrols the checkpoint on the first start.
 * @param progress one line for each step, for a person
 */
export async function startDemo(
  repository: string,
  options: DemoOptions,
  progress: (line: string) => void,
): Promise<Demo> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    mkdirSync(options.dataFolder, { recursive: true, mode: 0o755 });
    progress("starting the centre: database, broker, command centre");
    const centre = await startCentre(repository, options);
    closers.push(centre.stop);
    const brokerPort = () => Number(new URL(centre.ready().brokerUrl).port);
    const network = await startNetworkSwitch(brokerPort);
    closers.push(network.close);
    progress("starting the simulated scanner");
    const scanner = await startDemoScanner(join(options.dataFolder, "devices"));
    closers.push(scanner.close);
    progress("starting the checkpoint");
    const checkpoint = await startCheckpoint(repository, options, scanner.path, network.port);
    closers.push(checkpoint.stop);
    return {
      centre,
      checkpoint,
      scanner,
      network,
      signInLink: () => signInLink(repository, options),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startCentre(
  repository: string,
  options: DemoOptions,
): Promise<DemoPart<CentreReady>> {
  const webPort = options.isSmoke ? 0 : await freePortFrom(WEB_PORT);
  return startPart<CentreReady>(() => ({
    name: "the centre",
    file: join(repository, "sync-server/main.ts"),
    args: [],
    env: {
      ...centreEnvironment(options),
      GATEHOUSE_MQTT_PORT: "0",
      GATEHOUSE_ENROL_PORT: "0",
      GATEHOUSE_WEB_PORT: String(webPort),
      GATEHOUSE_CITY: "滨海市",
    },
  }));
}

async function startCheckpoint(
  repository: string,
  options: DemoOptions,
  scannerPath: string,
  brokerPort: number,
): Promise<DemoPart<StationReady>> {
  const dataFolder = join(options.dataFolder, "checkpoint");
  const isEnrolled = existsSync(join(dataFolder, "enrolment.json"));
  const invited = isEnrolled ? [] : ["--invitation", await invitation(repository, options)];
  const port = options.isSmoke ? 0 : await freePortFrom(STATION_PORT);
  return startPart<StationReady>(() => ({
    name: "the checkpoint",
    file: join(repository, "desktop/shell/station.ts"),
    args: [
      ...["--role", "checkpoint", "--data", dataFolder, "--scanner", scannerPath, "--aim"],
      ...["--port", String(port), "--broker", `mqtts://127.0.0.1:${brokerPort}`],
      ...invited,
      // The demonstration prints a link to the screen, which Electron does not have.
      ...["--shell", options.hasWindow ? "chromium" : "none"],
    ],
    // A cut network and an unplugged scanner are what the demonstration is for, not news.
    env: { ...process.env, GATEHOUSE_LOG_LEVEL: "error" },
  }));
}

async function startPart<Ready extends { type: "ready" }>(
  program: () => ChildOptions,
): Promise<DemoPart<Ready>> {
  let running = await startChild<Ready>(program());
  return {
    ready: () => running.ready,
    stop: () => running.close(),
    kill: () => running.kill(),
    async start() {
      running = await startChild<Ready>(program());
    },
  };
}

async function invitation(repository: string, options: DemoOptions): Promise<string> {
  const place = ["--site", "dongmen", "--site-name", "东门", "--lane", "2", "--name", "2 道"];
  const args = ["invite", ...place, "--role", "checkpoint", "--json"];
  const answer = await runForJson<{ invitation: string }>(
    join(repository, "sync-server/cli.ts"),
    args,
    centreEnvironment(options),
  );
  return answer.invitation;
}

async function signInLink(repository: string, options: DemoOptions): Promise<string> {
  const answer = await runForJson<{ url: string }>(
    join(repository, "sync-server/cli.ts"),
    ["sign-in-link", "--json"],
    centreEnvironment(options),
  );
  return answer.url;
}

function centreEnvironment(options: DemoOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GATEHOUSE_DATA: join(options.dataFolder, "centre"),
    GATEHOUSE_LOG_LEVEL: "warn",
  };
}

async function freePortFrom(first: number): Promise<number> {
  for (let port = first; port < first + 10; port += 1) {
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    if (isFree) return port;
  }
  return 0;
}
