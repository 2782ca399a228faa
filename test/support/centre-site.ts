import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BoardFeed, openBoardFeed } from "@gatehouse/sync-server/api/board-feed";
import { readBoard } from "@gatehouse/sync-server/api/board-query";
import { openOperatorsPart } from "@gatehouse/sync-server/api/operators-part";
import { createSignInLink } from "@gatehouse/sync-server/api/sign-in-store";
import { startWebServer } from "@gatehouse/sync-server/api/web-server";
import { openLiveSignal } from "@gatehouse/sync-server/store/live-signal";
import { pino } from "pino";
import type { TestDatabase } from "./test-database.ts";
/** Time zone of the test centre. */
export const CENTRE_TIME_ZONE = "Asia/Shanghai";

/** The built web app. */
export const DIST_FOLDER = fileURLToPath(new URL("../../sync-server/web/dist", import.meta.url));

/** The real web server on a test's database. */
export interface CentreSite {
  readonly url: string;
  readonly port: number;
  readonly feed: BoardFeed;
  /** A fresh one-time link, whole. */
  signInLink(): Promise<string>;
  close(): Promise<void>;
}

/** Starts the web server on a free loopback port, with `nowMs` as its clock. */
export async function startCentreSite(options: {
  readonly database: TestDatabase;
  readonly nowMs: () => number;
  readonly distFolder: string;
}): Promise<CentreSite> {
  await using opened = new AsyncDisposableStack();
  const { nowMs } = options;
  const logger = pino({ level: "silent" });
  const database = options.database.kysely;
  const source = { nowMs, randomBytes };
  const settings = { city: "滨海市", timeZone: CENTRE_TIME_ZONE, nowMs };
  const keysFolder = await mkdtemp(join(tmpdir(), "gh-keys-"));
  opened.defer(() => rm(keysFolder, { recursive: true, force: true }));
  const operators = await openOperatorsPart({
    ...settings,
    database,
    keysFolder,
    randomBytes,
    logger,
  });
  opened.defer(() => operators.close());
  const feed = openBoardFeed({
    readBoard: () => readBoard(database, settings),
    minGapMs: 200,
    maxGapMs: 5_000,
    logger,
  });
  opened.defer(() => feed.close());
  const connection = options.database.connection;
  const signal = await openLiveSignal({ connection, onSignal: feed.changed, logger });
  opened.defer(() => signal.close());
  const server = await startWebServer({
    host: "127.0.0.1",
    port: 0,
    publicNames: [],
    distFolder: options.distFolder,
    database,
    feed,
    operators: operators.handlers,
    source,
    logger,
  });
  opened.defer(() => server.close());
  const all = opened.move();
  return {
    url: server.url,
    port: server.port,
    feed,
    signInLink: async () => server.url + (await createSignInLink(database, source)).path,
    close: () => all.disposeAsync(),
  };
}
