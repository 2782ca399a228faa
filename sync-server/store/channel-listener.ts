import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { Client } from "pg";
import type { Logger } from "pino";
import type { Connection } from "../process-contract.ts";

const RETRY_MS = 2_000;

/** What a listener connects with and what it listens to. */
export interface ChannelListenerOptions {
  readonly connection: Connection;
  /** A channel of NOTIFY; a plain lower-case name. */
  readonly channel: string;
  /** Called at each notification, and after each connect, since one may have been missed before it. */
  readonly onSignal: () => void;
  readonly logger: Logger;
}

/** Listens for notifications on a connection of its own, and comes back when it is lost. */
export class ChannelListener {
  readonly #options: ChannelListenerOptions;
  #client: Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isLost = false;
  #isClosed = false;

  constructor(options: ChannelListenerOptions) {
    this.#options = options;
  }

  /**
   * Listens from now on.
   * @throws GatehouseError `db.unavailable` when the first connection fails; the listener is then closed
   */
  async open(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      await this.close();
      throw new GatehouseError("db.unavailable", { cause: error });
    }
  }

  /** Listens as soon as the database is there, however long that takes. */
  openWhenThere(): void {
    void this.#try();
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const last = this.#client;
    this.#client = null;
    await last?.end();
  }

  async #connect(): Promise<void> {
    const { connection, channel, onSignal, logger } = this.#options;
    // A link that dies in silence would listen for ever.
    const next = new Client({ ...connection, keepAlive: true });
    next.on("notification", onSignal);
    next.on("error", (error) => this.#lost(next, error));
    next.on("end", () => this.#lost(next, null));
    this.#client = next;
    await next.connect();
    await next.query(`listen ${channel}`);
    if (this.#isLost) logger.info({ channel }, "listening again");
    this.#isLost = false;
    onSignal();
  }

  async #try(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      if (this.#client) this.#lost(this.#client, error);
    }
  }

  #lost(which: Client, error: unknown): void {
    if (this.#isClosed || this.#client !== which) return;
    this.#client = null;
    void which.end();
    const { channel, logger } = this.#options;
    if (!this.#isLost) logger.warn({ err: error, channel }, "not listening");
    this.#isLost = true;
    this.#timer = setTimeout(() => void this.#try(), RETRY_MS);
  }
}
