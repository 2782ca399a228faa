import { ChannelListener, type ChannelListenerOptions } from "./channel-listener.ts";

/** Channel on which the gateway says, at commit, that the board changed. */
const LIVE_CHANNEL = "gatehouse_live";

/** What the listener connects with. `onSignal` is called at each commit that changes what the board shows. */
export type LiveSignalOptions = Omit<ChannelListenerOptions, "channel">;

/** A listening connection. */
export interface LiveSignal {
  close(): Promise<void>;
}

/**
 * Listens for the gateway's notifications; while the connection is lost, the feed's own rhythm keeps
 * the board true.
 * @throws GatehouseError `db.unavailable` when the first connection fails
 */
export async function openLiveSignal(options: LiveSignalOptions): Promise<LiveSignal> {
  const listener = new ChannelListener({ ...options, channel: LIVE_CHANNEL });
  await listener.open();
  return listener;
}
