import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PostRole } from "@gatehouse/protocols/duty/roles";
import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { EnrolResponse } from "@gatehouse/protocols/wire/enrolment";
import { pino } from "pino";
import { storeBundle } from "./bundle/stored-bundles.ts";
import { systemClock as clock } from "./clock.ts";
import { readStationConfig } from "./config.ts";
import { nodeRandomBytes as random } from "./digests.ts";
import { testOperators } from "./duty/test-operators.ts";
import { certificateRequest, ensureStationKey } from "./enrol/station-key.ts";
import type { TestAuthority } from "./enrol/test-authority.ts";
import { testStation } from "./event-log/log-fixture.ts";
import { OLDEST_FIRST } from "./event-log/stored-rows.ts";
import { startStationHost } from "./station-host.ts";
import { openStationStore } from "./store/station-store.ts";
import type { EventRow } from "./store/store-contents.ts";
import { readRows } from "./store/store-reading.ts";

/** Nothing listens there. */
const NO_BROKER = "mqtts://127.0.0.1:1";

/** What a station of the tests is. */
export interface TestStationOptions {
  readonly role: PostRole;
  /** Empty; the station's data folder lies in it. */
  readonly folder: string;
  readonly authority: TestAuthority;
  /** `mqtts://…`; nothing listens where none is given. */
  readonly brokerUrl?: string;
  /** What else its configuration file says. */
  readonly config?: object;
}

/** A station that was enrolled, has its list of operators, and starts from a configuration file. */
export interface TestStation {
  readonly dataFolder: string;
  /** Of the running host. */
  readonly handlers: StationHandlers;
  /** Log lines of all host starts, at every level. */
  readonly lines: readonly string[];
  view(): Promise<StationView>;
  start(): Promise<void>;
  /** As a restart of the machine ends it. */
  stop(): Promise<void>;
  /** The whole log of a station that is stopped, in its order. */
  events(): Promise<EventRow[]>;
}

/** Enrols a station without a centre and gives it the list of `TEST_PEOPLE`. */
export async function makeTestStation(options: TestStationOptions): Promise<TestStation> {
  const dataFolder = join(options.folder, "data");
  await enrolIn(dataFolder, options);
  const { authority } = options;
  const signer = await authority.makeSigner();
  const { bundle } = await testOperators({ ...signer, caPem: authority.caPem });
  await inStore(dataFolder, (store) => storeBundle(store, bundle, clock.nowMs()));
  const config = configOf(dataFolder, options);
  const lines: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line) => void lines.push(line) });
  let running: Awaited<ReturnType<typeof startWith>> | null = null;
  const startWith = () =>
    startStationHost(config, (handlers) => ({ handlers, close: () => undefined }), logger);
  const handlersNow = () => {
    if (!running) throw new TypeError("the station is not started");
    return running.screen.handlers;
  };
  return {
    dataFolder,
    lines,
    get handlers() {
      return handlersNow();
    },
    async view() {
      for await (const view of handlersNow().watch(undefined)) return view;
      throw new TypeError("a station without a view");
    },
    async start() {
      running = await startWith();
    },
    async stop() {
      await running?.close();
      running = null;
    },
    events: () => inStore(dataFolder, (store) => readRows(store.events, { sort: OLDEST_FIRST })),
  };
}

async function enrolIn(dataFolder: string, options: TestStationOptions): Promise<void> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const { stationId, siteId, laneId } = testStation();
  const request = await certificateRequest(ensureStationKey(dataFolder));
  const enrolment: EnrolResponse = {
    ...{ stationId, siteId, laneId, siteName: "东门", laneName: "2 道" },
    certificatePem: await options.authority.certifyStation(stationId, request),
    caPem: options.authority.caPem,
    brokerUrl: options.brokerUrl ?? NO_BROKER,
  };
  writeFileSync(join(dataFolder, "enrolment.json"), JSON.stringify(enrolment), { mode: 0o600 });
}

function configOf(dataFolder: string, { folder, role, config }: TestStationOptions) {
  const path = join(folder, "station.json");
  writeFileSync(path, JSON.stringify({ ...config, role, dataFolder }));
  return readStationConfig(["--config", path, "--headless"]);
}

async function inStore<Value>(
  folder: string,
  use: (store: Awaited<ReturnType<typeof openStationStore>>) => Promise<Value>,
): Promise<Value> {
  const store = await openStationStore({
    folder,
    clock,
    random,
    logger: pino({ level: "silent" }),
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
