import { setImmediate as nextTurn } from "node:timers/promises";
import type { StationId } from "@gatehouse/protocols/ids";
import type { StationHello } from "@gatehouse/protocols/wire/messages";
import type { DownKind } from "@gatehouse/protocols/wire/topics";
import type { Logger } from "pino";
import type { IssuedBundle } from "../store/bundle-reader.ts";
import { type BundleMessage, bundleMessage } from "./bundle-message.ts";
import { WorkLoop } from "./work-loop.ts";

/** Hellos within this time share one look into the table; a notification looks at once. */
const MAX_AGE_MS = 10_000;
/** Stations served between two looks at the network, so that a new issue delays no acknowledgement. */
const STATIONS_PER_TURN = 20;

/** What the feed reads from and sends with. */
export interface BundleFeedOptions {
  /** The newest bundle of each kind. */
  readonly read: () => Promise<readonly IssuedBundle[]>;
  readonly send: (station: StationId, kind: DownKind, text: string) => void;
  readonly isConnected: (station: StationId) => boolean;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * Gives each connected station the bundles that are newer than what it works by: after its hello,
 * and when one is issued. What gets lost on the way comes after the next hello.
 */
export class BundleFeed {
  readonly #options: BundleFeedOptions;
  readonly #loop: WorkLoop;
  #newest: readonly BundleMessage[] = [];
  #readAtMs = Number.NEGATIVE_INFINITY;
  #isIssued = true;
  /** Versions that each station has, by its hello and by what was sent since. */
  readonly #versions = new Map<StationId, Map<string, number>>();
  /** Stations to be looked at. */
  readonly #due = new Set<StationId>();

  constructor(options: BundleFeedOptions) {
    this.#options = options;
    const { random, logger } = options;
    const work = () => this.#turn();
    this.#loop = new WorkLoop({ work, random, logger });
  }

  /** A station's hello was answered. */
  greet(station: StationId, { bundles }: StationHello): void {
    this.#versions.set(station, new Map(bundles.map(({ kind, version }) => [kind, version])));
    this.#due.add(station);
    this.#loop.wake();
  }

  /** A bundle was issued, or may have been. */
  issued(): void {
    this.#isIssued = true;
    this.#loop.wake();
  }

  /** Lets the turn in progress end. */
  async close(): Promise<void> {
    await this.#loop.close();
  }

  async #turn(): Promise<boolean> {
    if (this.#isIssued || this.#isOld()) await this.#read();
    for (const station of [...this.#due].slice(0, STATIONS_PER_TURN)) {
      this.#due.delete(station);
      this.#serve(station);
    }
    await nextTurn();
    return this.#due.size > 0;
  }

  #isOld(): boolean {
    const ageMs = this.#options.nowMs() - this.#readAtMs;
    return ageMs < 0 || ageMs > MAX_AGE_MS;
  }

  async #read(): Promise<void> {
    const readAtMs = this.#options.nowMs();
    this.#isIssued = false;
    try {
      const issued = await this.#options.read();
      this.#newest = issued.flatMap((bundle) => this.#messageOf(bundle) ?? []);
      this.#readAtMs = readAtMs;
    } catch (error) {
      this.#isIssued = true;
      throw error;
    }
    for (const station of this.#versions.keys()) this.#due.add(station);
  }

  #messageOf(issued: IssuedBundle): BundleMessage | null {
    const message = bundleMessage(issued);
    if (message.ok) return message.value;
    const { kind, version } = issued;
    const { reason, detail } = message;
    this.#options.logger.error({ kind, version, reason, detail }, "bundle cannot be sent");
    return null;
  }

  #serve(station: StationId): void {
    const versions = this.#versions.get(station);
    if (!versions) return;
    if (!this.#options.isConnected(station)) {
      this.#versions.delete(station);
      return;
    }
    for (const { kind, version, text } of this.#newest) {
      if (version <= (versions.get(kind) ?? 0)) continue;
      this.#options.send(station, "feed", text);
      versions.set(kind, version);
    }
  }
}
