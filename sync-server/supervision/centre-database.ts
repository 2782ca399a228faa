import type { Logger } from "pino";
import type { CentreConfig } from "../config.ts";
import type { Connection } from "../process-contract.ts";
import { startEmbeddedPostgres } from "../store/embedded-postgres.ts";
import { keepRunning } from "./keep-running.ts";

/** The database that the centre works on. */
export interface CentreDatabase {
  readonly connection: Connection;
  close(): Promise<void>;
}

/**
 * The operator's database where one is configured, else the embedded one, started again should it ever end.
 * @throws GatehouseError `db.start-failed`
 */
export async function openCentreDatabase(
  config: CentreConfig,
  logger: Logger,
): Promise<CentreDatabase> {
  if (config.databaseUrl !== null) {
    return { connection: { connectionString: config.databaseUrl }, close: async () => undefined };
  }
  const kept = await keepRunning({
    name: "database",
    logger,
    async start() {
      const server = await startEmbeddedPostgres({ dataFolder: config.dataFolder, logger });
      return { connection: server.connection, ended: server.ended, end: () => server.close() };
    },
  });
  return { connection: kept.current().connection, close: () => kept.close() };
}
