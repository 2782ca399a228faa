import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { runForText } from "./child-program.ts";
import type { DemoCentre } from "./demo-centre.ts";
import type { DemoOptions } from "./demo-options.ts";
import { type DemoPart, startPart } from "./demo-part.ts";
import type { DemoPerson } from "./demo-people.ts";
import type { DemoScanner } from "./demo-scanner.ts";
import type { RpcLine } from "./rpc-line.ts";

/** What a station says when it is ready. */
export interface StationReady {
  readonly type: "ready";
  /** One-time link to the screen, not used yet. */
  readonly entryUrl: string;
}

/** What makes one station of the demonstration. */
export interface StationPlan {
  readonly role: "checkpoint" | "sampling" | "room";
  /** Options of the centre's `invite`. */
  readonly place: readonly string[];
  /** Port that people see; the next free one is taken when another program holds it. */
  readonly port: number;
  /** What its configuration file holds besides the role. */
  readonly config: object;
}

/** What a station is started with. */
export interface StationParts {
  readonly repository: string;
  readonly options: DemoOptions;
  readonly centre: DemoCentre;
  readonly scanner: DemoScanner;
  /** Port of the network switch in front of the broker. */
  readonly brokerPort: number;
  /** Port of the screen; 0 takes any. */
  readonly screenPort: number;
}

const SIGN_IN_TIMEOUT_MS = 60_000;

/** A station of the demonstration, with its scanner. */
export interface DemoStation extends DemoPart<StationReady> {
  readonly scanner: DemoScanner;
  /** Options of the station, but for what shows its window. */
  readonly args: readonly string[];
  /** Another one-time link to its screen. */
  screenLink(): Promise<string>;
}

/** Starts a station and enrols it on the first start. */
export async function startDemoStation(
  plan: StationPlan,
  { repository, options, centre, scanner, brokerPort, screenPort }: StationParts,
): Promise<DemoStation> {
  const folder = join(options.dataFolder, plan.role);
  const configFile = join(options.dataFolder, `${plan.role}.json`);
  writeFileSync(configFile, JSON.stringify({ role: plan.role, ...plan.config }, null, 2));
  const isEnrolled = existsSync(join(folder, "enrolment.json"));
  const invited = isEnrolled ? [] : ["--invitation", await invitation(centre, plan)];
  const hasWindow = options.hasWindow && plan.role === "checkpoint";
  const file = join(repository, "desktop/shell/station.ts");
  // A cut network and an unplugged scanner are what the demonstration is for, not news.
  const env = { ...process.env, GATEHOUSE_LOG_LEVEL: "error" };
  const args = [
    ...["--config", configFile, "--data", folder, "--scanner", scanner.path, "--aim"],
    ...["--broker", `mqtts://127.0.0.1:${brokerPort}`],
  ];
  // The demonstration prints a link to the screen, which Electron does not have.
  const window = ["--port", String(screenPort), "--shell", hasWindow ? "chromium" : "none"];
  const part = await startPart<StationReady>(() => ({
    name: `the ${plan.role} station`,
    file,
    args: [...args, ...window, ...invited],
    env,
  }));
  return { ...part, scanner, args, screenLink: () => newScreenLink(file, folder) };
}

/** Signs a person in where nobody is on duty, as he would at the screen. */
export async function signOn(line: RpcLine, person: DemoPerson): Promise<void> {
  const view = line.subscribe<StationView>("view");
  const { duty } = await view.until(
    ({ duty: now }) => now.state !== "off" || now.list !== null,
    SIGN_IN_TIMEOUT_MS,
  );
  if (duty.operators.some(({ operatorId }) => operatorId === person.operatorId)) {
    if (duty.state === "on") return;
  }
  await line.mutate("duty.signIn", { who: person.badge, pin: person.pin });
  await view.until(({ duty: now }) => now.state === "on", SIGN_IN_TIMEOUT_MS);
}

async function newScreenLink(file: string, folder: string): Promise<string> {
  return (await runForText(file, ["--open", "--data", folder], process.env)).trim();
}

async function invitation(centre: DemoCentre, plan: StationPlan): Promise<string> {
  const answer = await centre.ask<{ invitation: string }>(
    ...["invite", ...plan.place, "--role", plan.role],
  );
  return answer.invitation;
}
