import { folderFailure } from "@gatehouse/protocols/error/folder-failure";
import type { Logger } from "pino";
import { systemClock } from "./clock.ts";
import { type Closable, closeInTurn } from "./close-in-turn.ts";
import type { StationConfig } from "./config.ts";
import { nodeRandomBytes } from "./digests.ts";
import { identify } from "./station-identity.ts";
import { openRooms, type ScreenOpener } from "./station-rooms.ts";
import { openStationStore } from "./store/station-store.ts";

/** A running station. */
export interface StationHost<Screen> {
  /** How its windows reach it. */
  readonly screen: Screen;
  /** Finishes what is being recorded, says good-bye to the centre, closes the store. */
  close(): Promise<void>;
}

/**
 * Starts a station: identity, store, then its rooms.
 * @param openScreen decides whether windows reach it over loopback or over message ports
 * @throws GatehouseError when it has no identity, no store or no port
 */
export async function startStationHost<Screen extends Closable>(
  config: StationConfig,
  openScreen: ScreenOpener<Screen>,
  logger: Logger,
): Promise<StationHost<Screen>> {
  const held: Closable[] = [];
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= closeInTurn(held);
    return closing;
  };
  try {
    const identity = await identify(config, logger);
    const folder = config.dataFolder;
    const store = await openStationStore({
      folder,
      clock: systemClock,
      random: nodeRandomBytes,
      logger,
    });
    held.push(store);
    const screen = await openRooms({ config, identity, store, openScreen, logger, held });
    return { screen, close };
  } catch (error) {
    await close();
    throw folderFailure(error, config.dataFolder);
  }
}
