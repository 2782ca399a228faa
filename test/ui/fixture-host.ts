import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Page } from "@playwright/test";
import { pino } from "pino";
import { createLatest } from "../../desktop/host/rpc/latest.ts";
import {
  type LoopbackServer,
  startLoopbackServer,
} from "../../desktop/host/rpc/loopback-server.ts";
import { ensureBuilt } from "../support/built-ui.ts";
import { steadyPort } from "../support/steady-port.ts";
import { scriptedDuty, scriptedPost } from "./scripted-acts.ts";
import { viewOf } from "./station-views.ts";

const REPOSITORY = resolve(import.meta.dirname, "../..");

/** What a script says about an act: a code from the error table, or nothing when it is done. */
export type ActScript = (given: string) => Promise<string | null>;

/** The station's real page server with a scripted station behind it. */
export interface FixtureHost {
  /** Shows a view to every window. */
  show(view: StationView): void;
  /** What was asked for, oldest first; see `scripted-acts.ts` for how each act is written. */
  readonly acts: readonly string[];
  /** Decides how acts end; they are done when never set. */
  answer(script: ActScript): void;
  /** Puts the script back to a quiet station whose acts are done, on a host that runs. */
  reset(): Promise<void>;
  /** Opens the screen in a page. */
  open(page: Page): Promise<void>;
  /** Takes the host away: its port and all connections. */
  crash(): Promise<void>;
  /** Brings it back on the same port, with the windows' sessions. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the page server on a free port. */
export async function startFixtureHost(view = viewOf()): Promise<FixtureHost> {
  await ensureBuilt("desktop/ui");
  const latest = createLatest(view);
  const acts: string[] = [];
  let script: ActScript = () => Promise.resolve(null);
  const act = async (given: string): Promise<Result<true>> => {
    acts.push(given);
    const code = await script(given);
    return code === null ? ok(true) : fail(code);
  };
  const handlers: StationHandlers = {
    watch: (stop) => latest.watch(stop),
    duty: scriptedDuty(act),
    post: () => scriptedPost(latest.value().post.role, act),
  };
  let server = await startServer(handlers, await steadyPort());
  let isRunning = true;
  const host: FixtureHost = {
    acts,
    show: (next) => latest.publish(next),
    answer(next) {
      script = next;
    },
    async reset() {
      if (!isRunning) await host.restart();
      acts.length = 0;
      script = () => Promise.resolve(null);
      latest.publish(view);
    },
    async open(page) {
      await page.goto(server.issueEntryUrl());
      await page.locator('[data-page="station"], [data-page="store-failing"]').waitFor();
    },
    async crash() {
      isRunning = false;
      await server.close();
    },
    async restart() {
      server = await startServer(handlers, Number(new URL(server.url).port));
      isRunning = true;
    },
    close: () => server.close(),
  };
  return host;
}

function startServer(handlers: StationHandlers, port: number): Promise<LoopbackServer> {
  return startLoopbackServer({
    host: "127.0.0.1",
    port,
    uiFolder: resolve(REPOSITORY, "desktop/ui/dist"),
    handlers,
    language: "zh-CN",
    sessionKey: new Uint8Array(32),
    random: randomBytes,
    logger: pino({ level: "silent" }),
  });
}
