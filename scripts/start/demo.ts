import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type SimulatedProbe,
  startSimulatedProbe,
} from "@gatehouse/firmware-bridge/simulator/simulated-probe";
import { type DemoCentre, startDemoCentre } from "./demo-centre.ts";
import type { DemoOptions } from "./demo-options.ts";
import { freePortsFrom } from "./demo-part.ts";
import { type DemoPerson, hireDemoPeople, personFor } from "./demo-people.ts";
import { CHECKPOINT_PLAN, roomPlan, SAMPLING_PLAN } from "./demo-plans.ts";
import { startDemoScanner } from "./demo-scanner.ts";
import {
  type DemoStation,
  type StationParts,
  type StationPlan,
  signOn,
  startDemoStation,
} from "./demo-station.ts";
import { type NetworkSwitch, startNetworkSwitch } from "./network-switch.ts";
import { openRpc, type RpcLine } from "./rpc-line.ts";

/** A station with somebody on duty, and a line to its screen. */
export interface StaffedStation extends DemoStation {
  readonly line: RpcLine;
}

/** The whole of Gatehouse on one machine. */
export interface Demo {
  readonly centre: DemoCentre;
  readonly people: readonly DemoPerson[];
  readonly checkpoint: StaffedStation;
  readonly sampling: StaffedStation;
  readonly room: StaffedStation;
  /** The machine room's probe. */
  readonly probe: SimulatedProbe;
  readonly network: NetworkSwitch;
  /** Makes a one-time sign-in link for the command centre. */
  signInLink(): Promise<string>;
  close(): Promise<void>;
}

/** Who works where at the beginning. */
const ON_DUTY = { checkpoint: "guard", sampling: "sampler", room: "ops" } as const;

/**
 * Starts the centre, three stations with simulated devices, and signs their people in.
 * @param progress one line for each step, for a person
 */
export async function startDemo(
  repository: string,
  options: DemoOptions,
  progress: (line: string) => void,
): Promise<Demo> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const devices = join(options.dataFolder, "devices");
    mkdirSync(devices, { recursive: true, mode: 0o755 });
    progress("starting the centre: database, broker, command centre");
    const centre = await startDemoCentre(repository, options);
    closers.push(centre.stop);
    const brokerPort = () => Number(new URL(centre.ready().brokerUrl).port);
    const network = await startNetworkSwitch(brokerPort);
    closers.push(network.close);
    progress("putting five people on the list of operators");
    const people = await hireDemoPeople(centre, options.dataFolder);
    progress("starting the simulated devices");
    // A smoke test waits for the very value that it set.
    const climate = options.isSmoke ? [] : ["--drift"];
    const probe = await startSimulatedProbe({ folder: devices, arguments: climate });
    closers.push(() => probe.close());
    progress("starting checkpoint, sampling table and machine room");
    const plans = [CHECKPOINT_PLAN, SAMPLING_PLAN, roomPlan(probe.path)] as const;
    const ports = options.isSmoke ? [] : await freePortsFrom(plans.map(({ port }) => port));
    const staff = async (plan: StationPlan, at: number): Promise<StaffedStation> => {
      const scanner = await startDemoScanner(devices, `scanner-${plan.role}`);
      closers.push(scanner.close);
      const parts: StationParts = {
        ...{ repository, options, centre, scanner },
        brokerPort: network.port,
        screenPort: ports[at] ?? 0,
      };
      const station = await startDemoStation(plan, parts);
      closers.push(station.stop);
      const line = await openRpc(station.ready().entryUrl);
      closers.push(line.close);
      await signOn(line, personFor(people, ON_DUTY[plan.role]));
      return { ...station, line };
    };
    const [checkpoint, sampling, room] = await Promise.all([
      staff(plans[0], 0),
      staff(plans[1], 1),
      staff(plans[2], 2),
    ]);
    const signInLink = async () => (await centre.ask<{ url: string }>("sign-in-link")).url;
    return { centre, people, checkpoint, sampling, room, probe, network, signInLink, close };
  } catch (error) {
    await close();
    throw error;
  }
}
