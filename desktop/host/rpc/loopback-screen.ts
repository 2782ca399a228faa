import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { Logger } from "pino";
import type { StationConfig } from "../config.ts";
import { nodeRandomBytes } from "../digests.ts";
import { startEntrySocket } from "./entry-socket.ts";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.ts";
import { loadSessionKey } from "./session-key.ts";

/** What a screen on loopback needs besides the station's handlers. */
export interface LoopbackScreenOptions {
  readonly config: Pick<StationConfig, "dataFolder" | "language" | "port">;
  /** The built screen. */
  readonly uiFolder: string;
  readonly logger: Logger;
}

/**
 * Opens the station to browsers of this machine, with the socket that hands out links to them.
 * @throws GatehouseError `net.port-in-use`, `store.in-use`
 */
export async function openLoopbackScreen(
  { config, uiFolder, logger }: LoopbackScreenOptions,
  handlers: StationHandlers,
): Promise<LoopbackServer> {
  const { dataFolder, language, port } = config;
  const server = await startLoopbackServer({
    host: "127.0.0.1",
    port,
    uiFolder,
    handlers,
    language,
    sessionKey: loadSessionKey(dataFolder, nodeRandomBytes),
    random: nodeRandomBytes,
    logger,
  });
  const { url, issueEntryUrl } = server;
  try {
    const entry = await startEntrySocket({ dataFolder, issueEntryUrl, logger });
    const close = async () => {
      await entry.close();
      await server.close();
    };
    return { url, issueEntryUrl, close };
  } catch (error) {
    await server.close();
    throw error;
  }
}
