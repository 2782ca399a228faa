/** `silent` means unknown, not idle; `never`: a slot was made, nothing has been heard of it yet. */
export type Presence = "online" | "silent" | "never";

/** What one look tells of a station; `fault` is heard, but cannot do all of its work. */
export type Condition = Presence | "fault";

/** One station. */
export interface StationCard {
  readonly stationId: string;
  readonly siteName: string;
  readonly laneName: string;
  readonly role: "checkpoint" | "sampling" | "room";
  readonly presence: Presence;
  readonly condition: Condition;
  /** When it fell silent, or when its slot was made; null while online. */
  readonly sinceMs: number | null;
  /** The station's clock at its last state. */
  readonly reportedAtMs: number | null;
  /** The centre's clock when that state came in. */
  readonly receivedAtMs: number | null;
  readonly unsent: number | null;
  readonly oldestUnsentAtMs: number | null;
  readonly devices: readonly DeviceCard[];
  readonly softwareVersion: string | null;
  /** False: the station cannot write its store and takes no scans; null: never heard. */
  readonly storeOk: boolean | null;
  /** Numbers of the operators at the post; null when it cannot say. */
  readonly onDuty: readonly string[] | null;
  /** True while its screen plays a training. */
  readonly isTraining: boolean;
  readonly scansToday: number;
}

/** One device of a station, as the station last said. */
export interface DeviceCard {
  readonly deviceId: string;
  readonly kind: string;
  /** What people call it; null where its kind says enough. */
  readonly name: string | null;
  readonly state: "connecting" | "ready" | "lost";
  readonly sinceMs: number;
}
