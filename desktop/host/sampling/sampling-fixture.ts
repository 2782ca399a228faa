import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import type { SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import type { SamplingHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import { pino } from "pino";
import { startHost, type TestClock, type TestHost } from "../event-log/log-fixture.ts";
import { eventOf, OLDEST_FIRST } from "../event-log/stored-rows.ts";
import type { TestDuty } from "../post/duty-fixture.ts";
import { readRows } from "../store/store-reading.ts";
import { openSamplingPost } from "./sampling-post.ts";

/** A sampling table on a real store. */
export interface TestTable {
  readonly host: TestHost;
  readonly handlers: SamplingHandlers;
  /** Codes of all notices that were shown. */
  readonly notices: readonly ErrorCode[];
  view(): SamplingView;
  /** A scanner reads a code. */
  scan(payload: string): Promise<void>;
  /** Types and bodies of the log from the first tube on, in order. */
  recorded(): Promise<readonly StoredEvent[]>;
  close(): Promise<void>;
}

/** What a table is opened with. */
export interface TestTableOptions {
  readonly folder: string;
  readonly clock: TestClock;
  readonly duty: TestDuty;
  readonly poolSize?: PoolSize;
}

/** A code as a scanner reads it. */
function scanned(payload: string): CodeRead {
  return {
    deviceId: "scanner-1",
    payload,
    encoding: "utf-8",
    aimId: "]C0",
    symbology: "Code 128",
    terminator: "suffix",
  };
}

/** Opens store, log and table as a host does. */
export async function openTable({ folder, ...rest }: TestTableOptions): Promise<TestTable> {
  return openTableAt(await startHost(folder, rest.clock), rest);
}

/** Opens a table on an open host. Tube codes are `B` and ten capitals or digits. */
export async function openTableAt(
  host: TestHost,
  { clock, duty, poolSize = 5 }: Omit<TestTableOptions, "folder">,
): Promise<TestTable> {
  const notices: ErrorCode[] = [];
  const post = await openSamplingPost(
    {
      space: { mode: "live", store: host.store, log: host.log },
      duty,
      clock,
      logger: pino({ level: "silent" }),
      onChange: () => undefined,
      onNotice: (code) => notices.push(code),
    },
    { tubePrefix: "B", tubeLength: 11, poolSize },
  );
  const { handlers } = post;
  if (handlers.role !== "sampling") throw new TypeError(handlers.role);
  return {
    host,
    handlers,
    notices,
    view() {
      const view = post.view();
      if (view.role !== "sampling") throw new TypeError(view.role);
      return view;
    },
    scan: (payload) => post.takeScan(scanned(payload)),
    async recorded() {
      const rows = await readRows(host.store.events, { sort: OLDEST_FIRST });
      return rows.map(eventOf).filter(({ header }) => header.type.startsWith("tube."));
    },
    close: () => host.close(),
  };
}

/** The open tube. */
export function openTubeOf(table: TestTable) {
  const { tube } = table.view();
  if (!tube) throw new Error("no tube is open");
  return tube;
}
