import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { Client } from "pg";
import type { Logger } from "pino";
import type { Connection } from "../process-contract.ts";

/** Channel on which the gateway says, at commit, that the board changed. */
const LIVE_CHANNEL = "gatehouse_live";
/** After a lost connection; the feed's own rhythm keeps the board true meanwhile. */
const RETRY_MS = 2_000;

/** What the listener connects with. */
export interface LiveSignalOptions {
  readonly connection: Connection;
  /** Called at each commit that changes what the board shows, and after each reconnect. */
  readonly onSignal: () => void;
  readonly logger: Logger;
}

/** A listening connection. */
export interface LiveSignal {
  close(): Promise<void>;
}

/**
 * Listens for the gateway's notifications on a connection of its own, and comes back when it is lost.
 * @throws GatehouseError `db.unavailable` when the first connection fails
 */
export async function openLiveSignal(options: LiveSignalOptions): Promise<LiveSignal> {
  let isClosed = false;
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new Client(options.connection);
    next.on("notification", options.onSignal);
    next.on("error", (error) => lost(next, error));
    next.on("end", () => lost(next, null));
    client = next;
    await next.connect();
    await next.query(`listen ${LIVE_CHANNEL}`);
    options.onSignal();
  }

  function lost(which: Client, error: Error | null): void {
    if (isClosed || client !== which) return;
    client = null;
    options.logger.warn({ err: error }, "live signal lost");
    timer = setTimeout(() => void retry(), RETRY_MS);
  }

  async function retry(): Promise<void> {
    try {
      await connect();
      options.logger.info("live signal is back");
    } catch (error) {
      if (client) lost(client, error instanceof Error ? error : null);
    }
  }

  try {
    await connect();
  } catch (error) {
    isClosed = true;
    throw new GatehouseError("db.unavailable", { cause: error });
  }
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
