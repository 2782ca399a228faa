import { randomBytes } from "node:crypto";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { fail, ok } from "@gatehouse/protocols/result";
import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import type { DutyHandlers, StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { pino } from "pino";
import { createLatest, type Latest } from "./latest.ts";
import type { LoopbackServer } from "./loopback-server.ts";

/** Nobody comes or goes. */
const NO_DUTY: DutyHandlers = {
  signIn: async () => fail("duty.no-list"),
  leave: async () => fail("duty.not-on-duty"),
  endShift: async () => fail("duty.nobody"),
  lock: async () => fail("duty.nobody"),
  setTraining: async () => fail("duty.nobody"),
};

/** Handlers of a station that shows `views` and records nothing but the code `good`. */
export function openStation(): { handlers: StationHandlers; views: Latest<StationView> } {
  const views = createLatest(quietView(1));
  const handlers: StationHandlers = {
    watch: (stop) => views.watch(stop),
    duty: NO_DUTY,
    post: () => ({
      role: "checkpoint",
      recordTyped: async (payload) => (payload === "good" ? ok(true) : fail("scan.unreadable")),
      undo: async () => ok(true),
    }),
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
