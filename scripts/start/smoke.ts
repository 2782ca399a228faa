import { randomBytes } from "node:crypto";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Demo } from "./demo.ts";
import { subscribe } from "./subscription.ts";

/** What the board must hold for the smoke test; a part of the command centre's view. */
interface BoardPart {
  readonly scans: readonly { readonly maskedTail: string; readonly wallTimeMs: number }[];
}

/** What `npm start -- --smoke` prints. */
export interface SmokeFigures {
  /** Scanner's bytes written → the station's screen has the recorded scan, ms. */
  readonly scanAcceptedMs: number;
  /** Scanner's bytes written → the command centre's board has it, ms. */
  readonly onBoardMs: number;
}

const STATION_TIMEOUT_MS = 30_000;
const BOARD_TIMEOUT_MS = 60_000;

/** Sends one scan through the whole of it and watches both ends as a browser would. */
export async function runSmoke(demo: Demo): Promise<SmokeFigures> {
  const station = await subscribe<StationView>({
    entryUrl: demo.checkpoint.ready().entryUrl,
    rpcPath: "/rpc",
    path: "view",
  });
  const board = await subscribe<BoardPart>({
    entryUrl: await demo.signInLink(),
    rpcPath: "/rpc",
    path: "board",
  });
  try {
    await station.until(isReady, STATION_TIMEOUT_MS);
    await board.until(() => true, BOARD_TIMEOUT_MS);
    const tail = randomBytes(2).toString("hex").toUpperCase();
    const wroteAtMs = performance.now();
    demo.scanner.scan(`GH-SMOKE-${tail}`);
    const [scanAcceptedMs, onBoardMs] = await Promise.all([
      station
        .until((view) => view.latest?.maskedTail === tail, STATION_TIMEOUT_MS)
        .then(() => performance.now() - wroteAtMs),
      board
        .until((view) => view.scans.some((scan) => scan.maskedTail === tail), BOARD_TIMEOUT_MS)
        .then(() => performance.now() - wroteAtMs),
    ]);
    return { scanAcceptedMs: rounded(scanAcceptedMs), onBoardMs: rounded(onBoardMs) };
  } finally {
    station.close();
    board.close();
  }
}

function isReady(view: StationView): boolean {
  const isScannerReady = view.devices.some((device) => device.state === "ready");
  return isScannerReady && view.link.state === "online";
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
