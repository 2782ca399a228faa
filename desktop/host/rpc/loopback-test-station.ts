import { randomBytes } from "node:crypto";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { fail, ok } from "@gatehouse/protocols/result";
import type { StationHandlers } from "@gatehouse/protocols/rpc/station-router";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { pino } from "pino";
import { createLatest, type Latest } from "./latest.ts";
import type { LoopbackServer } from "./loopback-server.ts";

/** A view of an idle station at `nowMs`. */
export function idleView(nowMs: number): StationView {
  return {
    place: { stationId: "st-test", siteName: "", laneName: "" },
    role: "checkpoint",
    softwareVersion: "0.1.0",
    nowMs,
    link: { state: "connecting", sinceMs: 0, code: null },
    unsent: { count: 0, oldestAtMs: null },
    store: { state: "ok", code: null, sinceMs: 0 },
    devices: [],
    latest: null,
    recent: [],
    today: { scans: 0, asOfMs: nowMs },
    notice: null,
  };
}

/** Handlers of a station that shows `views` and records nothing but the code `good`. */
export function openStation(): { handlers: StationHandlers; views: Latest<StationView> } {
  const views = createLatest(idleView(1));
  const handlers: StationHandlers = {
    watch: (stop) => views.watch(stop),
    recordTyped: async (payload) =>
      payload === "good"
        ? ok({
            eventId: "01890000-0000-7000-8000-000000000001",
            number: 1,
            atMs: 1,
            maskedTail: "····",
            symbology: null,
            source: "manual",
            voided: false,
          })
        : fail("scan.unreadable"),
    undo: async () => ok(true),
  };
  return { handlers, views };
}

/** Options of a server on a free port with a silent log. */
export function testOptions(handlers: StationHandlers) {
  return {
    host: "127.0.0.1",
    port: 0,
    handlers,
    language: "en",
    sessionKey: randomBytes(32),
    random: randomBytes,
    logger: pino({ level: "silent" }),
  } as const;
}

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request with exactly the headers given; `path` goes out as it is, unlike in a URL. */
export function request(
  url: string,
  options: { cookie?: string; host?: string; method?: string; path?: string } = {},
): Promise<Answer> {
  const { method = "GET", path, ...headers } = options;
  return new Promise((resolve, reject) => {
    const target = path === undefined ? {} : { path };
    const asking = httpRequest(url, { method, headers, agent: false, ...target }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    asking.on("error", reject);
    asking.end();
  });
}

/** Uses up a fresh link; the value for a Cookie header. */
export async function signIn(server: LoopbackServer): Promise<string> {
  const { headers } = await request(server.issueEntryUrl());
  return String(headers["set-cookie"]).split(";")[0] ?? "";
}
