import type { DeviceView, PostView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import { openCheckpointPost } from "./checkpoint/checkpoint-post.ts";
import type { Clock } from "./clock.ts";
import type { Closable } from "./close-in-turn.ts";
import type { StationConfig } from "./config.ts";
import type { EventContext } from "./event-log/event-builder.ts";
import type { DataSpace, Post, PostParts } from "./post/post.ts";
import { startRoomInstruments } from "./room/room-instruments.ts";
import { openRoomPost } from "./room/room-post.ts";
import { openSamplingPost } from "./sampling/sampling-post.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";

/** What the devices of a role are wired to. */
export interface RoleDevices {
  readonly live: DataSpace;
  /** Null where the role measures nothing. */
  readonly telemetry: Telemetry | null;
  readonly clock: Clock;
  readonly logger: Logger;
  context(): EventContext;
  /** In [0, 1). */
  random(): number;
  onDevice(device: DeviceView): void;
  onChange(): void;
}

/** What makes a station a checkpoint, a sampling table or a machine room; the rest is the same. */
export interface StationRole {
  readonly name: PostView["role"];
  /** True when its devices are scraped, so that it has telemetry to send. */
  readonly measures: boolean;
  openPost(parts: PostParts): Promise<Post>;
  /** Drives what only this role has; scanners are everybody's. Null when that is nothing. */
  startDevices(devices: RoleDevices): Closable | null;
}

/** The role that the configuration names. */
export function roleOf(config: StationConfig): StationRole {
  switch (config.role) {
    case "checkpoint":
      return plainRole("checkpoint", openCheckpointPost);
    case "sampling":
      return plainRole("sampling", (parts) => openSamplingPost(parts, config.sampling));
    case "room":
      return roomRole(config.room);
  }
}

function plainRole(name: StationRole["name"], openPost: StationRole["openPost"]): StationRole {
  return { name, measures: false, openPost, startDevices: () => null };
}

/** Its posts, the real one and a training's, show the same instruments. */
function roomRole(config: StationConfig["room"]): StationRole {
  let instruments: ReturnType<typeof startRoomInstruments> | null = null;
  return {
    name: "room",
    measures: true,
    openPost: (parts) =>
      openRoomPost(parts, { config, readings: () => instruments?.readings() ?? [] }),
    startDevices({ telemetry, ...devices }) {
      if (telemetry === null) return null;
      instruments = startRoomInstruments({ ...devices, config, telemetry });
      return instruments;
    },
  };
}
