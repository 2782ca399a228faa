import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import type { RuntimeInfo } from "../process-contract.ts";
import { PROGRAM_FILES } from "../program-files.ts";
import type { RunningPart } from "../run-child.ts";
import { openDatabase } from "../store/database.ts";
import { openLiveSignal } from "../store/live-signal.ts";
import { openBoardFeed } from "./board-feed.ts";
import { readBoard } from "./board-query.ts";
import { openOperatorsPart } from "./operators-part.ts";
import { startWebServer } from "./web-server.ts";

/** Five pushes a second are live to the eye, however many scans a second arrive. */
const MIN_GAP_MS = 200;
/** Ages on the board stay true, and a screen notices a lost server by what does not come. */
const MAX_GAP_MS = 5_000;

/** Opens everything of the web process; what was opened is closed again when a later part fails. */
export async function startWebProcess(runtime: RuntimeInfo, logger: Logger): Promise<RunningPart> {
  await using opened = new AsyncDisposableStack();
  const database = openDatabase({ connection: runtime.database, name: "web", logger });
  opened.defer(() => database.close());
  const nowMs = () => Date.now();
  const { city, timeZone } = runtime;
  const operators = await openOperatorsPart({
    database: database.kysely,
    keysFolder: runtime.keysFolder,
    timeZone,
    nowMs,
    randomBytes,
    logger,
  });
  opened.defer(() => operators.close());
  const feed = openBoardFeed({
    readBoard: () => readBoard(database.kysely, { city, timeZone, nowMs }),
    minGapMs: MIN_GAP_MS,
    maxGapMs: MAX_GAP_MS,
    logger,
  });
  opened.defer(() => feed.close());
  const signal = await openLiveSignal({
    connection: runtime.database,
    onSignal: feed.changed,
    logger,
  });
  opened.defer(() => signal.close());
  const server = await startWebServer({
    host: runtime.webHost,
    port: runtime.webPort,
    publicNames: [runtime.publicHost, ...runtime.certificateNames],
    distFolder: PROGRAM_FILES.webFolder,
    database: database.kysely,
    feed,
    operators: operators.handlers,
    source: { nowMs, randomBytes },
    logger,
  });
  opened.defer(() => server.close());
  const all = opened.move();
  return { ports: { webPort: server.port }, close: () => all.disposeAsync() };
}
