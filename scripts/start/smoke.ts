import { randomBytes, randomInt } from "node:crypto";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Demo } from "./demo.ts";
import { PATROL_POINTS } from "./demo-plans.ts";
import { openRpc, type Subscription } from "./rpc-line.ts";

/** What the board must hold for the smoke test; a part of the command centre's view. */
interface BoardPart {
  readonly scans: readonly { readonly maskedTail: string }[];
  readonly sampling: { readonly closed: readonly { readonly tubeCode: string }[] };
  readonly rooms: { readonly cards: readonly RoomPart[] };
}

interface RoomPart {
  readonly probes: readonly { readonly readings: readonly { readonly value: number | null }[] }[];
  readonly patrol: { readonly newest: { readonly pointName: string } | null };
}

/** What `npm start -- --smoke` prints, ms. */
export interface SmokeFigures {
  /** Scanner's bytes written → the station's screen has the recorded scan. */
  readonly scanAcceptedMs: number;
  /** Scanner's bytes written → the command centre's board has it. */
  readonly onBoardMs: number;
  /** A tube's seal asked for → the board has the sealed tube. */
  readonly tubeOnBoardMs: number;
  /** The probe's value changed → the board has it; most of it is the wait for the next poll. */
  readonly roomOnBoardMs: number;
}

const STATION_TIMEOUT_MS = 30_000;
const BOARD_TIMEOUT_MS = 60_000;

/** Sends one scan, one tube, one temperature and one patrol check through the whole of it and watches both ends as a browser would. */
export async function runSmoke(demo: Demo): Promise<SmokeFigures> {
  const line = await openRpc(await demo.signInLink());
  const board = line.subscribe<BoardPart>("board");
  try {
    await board.until(() => true, BOARD_TIMEOUT_MS);
    const scan = await smokeScan(demo, board);
    const tubeOnBoardMs = await smokeTube(demo, board);
    const roomOnBoardMs = await smokeRoom(demo, board);
    return { ...scan, tubeOnBoardMs, roomOnBoardMs };
  } finally {
    line.close();
  }
}

async function smokeScan({ checkpoint }: Demo, board: Subscription<BoardPart>) {
  const station = checkpoint.line.subscribe<StationView>("view");
  await station.until(isReady, STATION_TIMEOUT_MS);
  const tail = randomBytes(2).toString("hex").toUpperCase();
  const since = stopwatch();
  checkpoint.scanner.scan(`GH-SMOKE-${tail}`);
  const isRecorded = ({ post }: StationView) =>
    post.role === "checkpoint" && post.latest?.maskedTail === tail;
  const isShown = ({ scans }: BoardPart) => scans.some((one) => one.maskedTail === tail);
  const [scanAcceptedMs, onBoardMs] = await Promise.all([
    station.until(isRecorded, STATION_TIMEOUT_MS).then(since),
    board.until(isShown, BOARD_TIMEOUT_MS).then(since),
  ]);
  return { scanAcceptedMs, onBoardMs };
}

/** Opens a tube, binds two persons to it and seals it. */
async function smokeTube({ sampling }: Demo, board: Subscription<BoardPart>): Promise<number> {
  const { line, scanner } = sampling;
  const station = line.subscribe<StationView>("view");
  const tubeCode = `B${randomInt(1e9, 1e10)}`;
  const tubeOf = ({ post }: StationView) =>
    post.role === "sampling" && post.tube?.tubeCode === tubeCode ? post.tube : null;
  const whenMembers = (count: number) =>
    station.until((view) => tubeOf(view)?.members.length === count, STATION_TIMEOUT_MS);
  await station.until(isReady, STATION_TIMEOUT_MS);
  scanner.scan(tubeCode);
  await whenMembers(0);
  scanner.scan(`GH1:SMOKE${randomInt(1e9, 1e10)}`);
  await whenMembers(1);
  scanner.scan(`GH1:SMOKE${randomInt(1e9, 1e10)}`);
  const view = await whenMembers(2);
  const since = stopwatch();
  await line.mutate("sampling.seal", { tubeId: tubeOf(view)?.tubeId ?? "", swabs: 2 });
  const isShown = (seen: BoardPart) =>
    seen.sampling.closed.some((one) => one.tubeCode === tubeCode);
  return board.until(isShown, BOARD_TIMEOUT_MS).then(since);
}

/** Changes the room's temperature, and checks a patrol point. */
async function smokeRoom({ room, probe }: Demo, board: Subscription<BoardPart>): Promise<number> {
  const station = room.line.subscribe<StationView>("view");
  await station.until(isReady, STATION_TIMEOUT_MS);
  const temperatureC = randomInt(190, 260) / 10;
  const since = stopwatch();
  await probe.set({ temperatureC });
  const readings = (seen: BoardPart) =>
    seen.rooms.cards.flatMap(({ probes }) => probes).flatMap((one) => one.readings);
  const isShown = (seen: BoardPart) =>
    readings(seen).some(({ value }) => value !== null && Math.abs(value - temperatureC) < 0.05);
  const roomOnBoardMs = await board.until(isShown, BOARD_TIMEOUT_MS).then(since);
  const [point] = PATROL_POINTS;
  room.scanner.scan(point.code);
  await board.until(
    ({ rooms }) => rooms.cards.some(({ patrol }) => patrol.newest?.pointName === point.name),
    BOARD_TIMEOUT_MS,
  );
  return roomOnBoardMs;
}

function isReady(view: StationView): boolean {
  const areReady = view.devices.every((device) => device.state === "ready");
  return view.devices.length > 0 && areReady && view.link.state === "online";
}

/** Milliseconds since it was made, to a tenth. */
function stopwatch(): () => number {
  const startedAtMs = performance.now();
  return () => Math.round((performance.now() - startedAtMs) * 10) / 10;
}
