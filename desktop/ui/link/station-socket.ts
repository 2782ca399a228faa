import type { WebSocketClientOptions } from "@trpc/client";
import { portSocketOver, type ShellBridge } from "./port-socket.ts";

/** The parts of a window that decide how its host is reached. */
export interface SocketSurroundings {
  readonly location: { readonly protocol: string; readonly host: string };
  readonly gatehouse?: ShellBridge;
}

/** Path of the host's WebSocket on the page's own origin. */
const RPC_PATH = "/rpc";

/** How to reach the host: through the shell's bridge where there is one, else over a WebSocket to the page's origin. */
export function stationSocket(
  surroundings: SocketSurroundings,
): Pick<WebSocketClientOptions, "url" | "WebSocket"> {
  const { gatehouse, location } = surroundings;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const url = `${scheme}://${location.host}${RPC_PATH}`;
  return gatehouse ? { url, WebSocket: portSocketOver(gatehouse) } : { url };
}
