import type { StationId } from "@gatehouse/protocols/ids";
import {
  parseMessage,
  type StationState,
  stationStateSchema,
} from "@gatehouse/protocols/wire/messages";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { markAllOffline, type SaidState, upsertStates } from "../store/station-state.ts";
import { isRefusedData } from "../store/transaction.ts";
import type { MessageFaults } from "./message-faults.ts";
import { isStorable, withoutControls } from "./storable-text.ts";
import { WorkLoop } from "./work-loop.ts";

/** What presence works with. */
export interface PresenceOptions {
  readonly pool: Pool;
  readonly faults: MessageFaults;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * Keeps what each station last said of itself. Only the newest of each station waits for the
 * database. Until it is heard again after a start, a station is not online.
 */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #loop: WorkLoop;
  readonly #waiting = new Map<StationId, SaidState>();
  #isFresh = true;

  constructor(options: PresenceOptions) {
    this.#options = options;
    const { random, logger } = options;
    const work = () => this.#turn();
    this.#loop = new WorkLoop({ work, random, logger });
    this.#loop.wake();
  }

  /** Takes one message from a station's `state` topic; whatever it holds, this does not throw. */
  take(stationId: StationId, message: Uint8Array): void {
    const state = parseMessage(stationStateSchema, Buffer.from(message).toString("utf8"));
    if (!state.ok || !isStorable(state.value)) {
      this.#options.faults.note(stationId, "malformed-state");
      return;
    }
    const waiting = this.#waiting.get(stationId);
    if (waiting && !supersedes(waiting.state, state.value)) return;
    const receivedAtMs = this.#options.nowMs();
    this.#waiting.set(stationId, { stationId, receivedAtMs, state: shown(state.value) });
    this.#loop.wake();
  }

  /** Lets the write in progress end. */
  async close(): Promise<void> {
    await this.#loop.close();
  }

  async #turn(): Promise<boolean> {
    if (this.#isFresh) await markAllOffline(this.#options.pool);
    this.#isFresh = false;
    const said = [...this.#waiting.values()];
    if (said.length > 0) await this.#write(said);
    for (const one of said) {
      if (this.#waiting.get(one.stationId) === one) this.#waiting.delete(one.stationId);
    }
    return this.#waiting.size > 0;
  }

  async #write(said: readonly SaidState[]): Promise<void> {
    try {
      await upsertStates(this.#options.pool, said);
    } catch (error) {
      if (!isRefusedData(error)) throw error;
      this.#options.logger.error({ err: error }, "states refused by the database");
    }
  }
}

/** A will can be late: it speaks only for its own session, while a station that speaks is alive. */
function supersedes(earlier: StationState, later: StationState): boolean {
  return later.online || later.session === earlier.session;
}

/** What people wrote in a state, as the board may show it. */
function shown(state: StationState): StationState {
  return {
    ...state,
    onDuty: state.onDuty?.map(withoutControls) ?? null,
    devices: state.devices.map((device) => ({
      ...device,
      name: device.name === null ? null : withoutControls(device.name),
    })),
  };
}
