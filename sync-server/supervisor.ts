import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import { type CentreConfig, certificateNamesOf, childEnvironment, publicHostOf } from "./config.ts";
import { openPki } from "./pki/pki.ts";
import {
  type ChildPorts,
  type Connection,
  RUNTIME_FILE,
  type RuntimeInfo,
} from "./process-contract.ts";
import { PROGRAM_FILES } from "./program-files.ts";
import { checkCentreKey, openCentreKey } from "./store/centre-key.ts";
import { openDatabase } from "./store/database.ts";
import { writeDurably } from "./store/durable-file.ts";
import { lockFolder } from "./store/folder-lock.ts";
import { migrate } from "./store/migrate.ts";
import { openCentreDatabase } from "./supervision/centre-database.ts";
import { startLife } from "./supervision/child-life.ts";
import { keepRunning } from "./supervision/keep-running.ts";
import { urlHost } from "./url-host.ts";

/** A running centre: where it answers, and how it is stopped. */
export interface RunningCentre {
  readonly addresses: NonNullable<RuntimeInfo["addresses"]>;
  readonly caFingerprint: string;
  /** Process ids, for a message or a test. */
  readonly pids: () => { readonly gateway: number; readonly web: number };
  /** Stops the children, then the database, then lets the folder go. */
  close(): Promise<void>;
}

/**
 * Starts the centre: database, schema, keys and certificates, then gateway and web, which are kept
 * running from then on. What was opened is closed again when a later part fails.
 * @throws GatehouseError `centre.already-running`, `db.start-failed`, `store.wrong-key`
 * @throws Error in a child's own words, e.g. that its port is in use
 */
export async function startCentre(config: CentreConfig, logger: Logger): Promise<RunningCentre> {
  await using opened = new AsyncDisposableStack();
  const lock = lockFolder(config.dataFolder);
  opened.defer(() => lock.close());
  const database = await openCentreDatabase(config, logger);
  opened.defer(() => database.close());
  const runtime = await prepare(config, database.connection, logger);
  const file = join(config.dataFolder, RUNTIME_FILE);
  opened.defer(() => rm(file, { force: true }));
  await writeRuntime(file, runtime);
  const keep = (name: "gateway" | "web") =>
    keepRunning({
      name,
      logger,
      start: () =>
        startLife({
          name,
          program: PROGRAM_FILES[name],
          environment: childEnvironment(file),
          logsFolder: runtime.logsFolder,
          logger,
        }),
    });
  const gateway = await keep("gateway");
  opened.defer(() => gateway.close());
  const web = await keep("web");
  opened.defer(() => web.close());
  const settled = settle(runtime, { ...gateway.current().ports, ...web.current().ports });
  await writeRuntime(file, settled);
  const all = opened.move();
  return {
    addresses: settled.addresses,
    caFingerprint: settled.caFingerprint,
    pids: () => ({ gateway: gateway.current().pid, web: web.current().pid }),
    close: () => all.disposeAsync(),
  };
}

/** Everything that must be there before a child starts. */
async function prepare(
  config: CentreConfig,
  connection: Connection,
  logger: Logger,
): Promise<RuntimeInfo> {
  const keysFolder = join(config.dataFolder, "keys");
  await mkdir(keysFolder, { recursive: true, mode: 0o700 });
  const database = openDatabase({ connection, name: "supervisor", maxConnections: 1, logger });
  try {
    const applied = await migrate(database.pool);
    if (applied.length > 0) logger.info({ applied }, "schema brought up to date");
    await checkCentreKey(database.pool, await openCentreKey(keysFolder));
  } finally {
    await database.close();
  }
  const certificateNames = [...certificateNamesOf(config)];
  const pki = await openPki({ keysFolder, names: certificateNames });
  return {
    supervisorPid: process.pid,
    dataFolder: config.dataFolder,
    keysFolder,
    logsFolder: join(config.dataFolder, "logs"),
    host: config.host,
    mqttPort: config.mqttPort,
    enrolPort: config.enrolPort,
    webHost: config.webHost,
    webPort: config.webPort,
    publicHost: publicHostOf(config),
    certificateNames,
    database: connection,
    timeZone: config.timeZone,
    city: config.city,
    logLevel: config.logLevel,
    caFingerprint: pki.caFingerprint,
    addresses: null,
  };
}

/** With the ports that were bound: a child that is started again keeps them, and stations find it. */
function settle(runtime: RuntimeInfo, ports: ChildPorts) {
  const settled = {
    ...runtime,
    mqttPort: ports.mqttPort ?? runtime.mqttPort,
    enrolPort: ports.enrolPort ?? runtime.enrolPort,
    webPort: ports.webPort ?? runtime.webPort,
  };
  const host = urlHost(runtime.publicHost);
  return {
    ...settled,
    addresses: {
      webUrl: `http://${urlHost(runtime.webHost)}:${settled.webPort}`,
      brokerUrl: `mqtts://${host}:${settled.mqttPort}`,
      enrolUrl: `https://${host}:${settled.enrolPort}`,
    },
  };
}

async function writeRuntime(file: string, runtime: RuntimeInfo): Promise<void> {
  await writeDurably(file, `${JSON.stringify(runtime, null, 2)}\n`);
}
