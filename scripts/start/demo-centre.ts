import { join } from "node:path";
import { runForJson } from "./child-program.ts";
import type { DemoOptions } from "./demo-options.ts";
import { type DemoPart, freePortFrom, startPart } from "./demo-part.ts";

/** What the centre says when it is ready. */
export interface CentreReady {
  readonly type: "ready";
  readonly brokerUrl: string;
}

/** The demonstration's centre, and its commands. */
export interface DemoCentre extends DemoPart<CentreReady> {
  /** Runs a command of the centre; the answer is its line of JSON. */
  ask<Answer>(...args: readonly string[]): Promise<Answer>;
}

/** Port that people see; the next free one is taken when another program holds it. */
const WEB_PORT = 7_080;

/** Starts the centre: database, broker, command centre. */
export async function startDemoCentre(
  repository: string,
  options: DemoOptions,
): Promise<DemoCentre> {
  const webPort = options.isSmoke ? 0 : await freePortFrom(WEB_PORT);
  const environment = {
    ...process.env,
    GATEHOUSE_DATA: join(options.dataFolder, "centre"),
    GATEHOUSE_LOG_LEVEL: "warn",
  };
  const part = await startPart<CentreReady>(() => ({
    name: "the centre",
    file: join(repository, "sync-server/main.ts"),
    args: [],
    env: {
      ...environment,
      GATEHOUSE_MQTT_PORT: "0",
      GATEHOUSE_ENROL_PORT: "0",
      GATEHOUSE_WEB_PORT: String(webPort),
      GATEHOUSE_CITY: "滨海市",
    },
  }));
  return {
    ...part,
    ask: (...args) =>
      runForJson(join(repository, "sync-server/cli.ts"), [...args, "--json"], environment),
  };
}
