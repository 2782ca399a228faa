import { setTimeout as delay } from "node:timers/promises";
import { fail, type Result } from "@gatehouse/protocols/result";
import type { Logger } from "pino";
import { lookUpAccount, makeSystemAccount } from "./accounts.ts";
import { runBrowser } from "./browser-process.ts";
import { type BrowserSeat, prepareSeat } from "./browser-seat.ts";
import { readWindowEnvironment, type WindowEnvironment } from "./config.ts";
import { createDeathCount } from "./death-count.ts";
import { findBrowser } from "./find-browser.ts";
import { chromiumFlags } from "./flags.ts";
import { endLeftoverBrowser } from "./leftover-browser.ts";
import { chooseAccount } from "./run-as.ts";

/** What a window needs. */
export interface LaunchOptions {
  /** Asked for a fresh one-time link at each start of the browser. */
  readonly entryUrl: () => Promise<string>;
  /** Made when missing; used by this window alone. */
  readonly profileFolder: string;
  readonly kiosk: boolean;
  readonly language: "zh-CN" | "en";
  readonly logger: Logger;
  /** Path of the browser that an administrator chose. */
  readonly browser?: string | null;
  /** The process's own when left out. */
  readonly environment?: WindowEnvironment;
}

/** Why there is no window any more, or never was one; `detail` is for a person. */
export interface WindowEnd {
  readonly reason: "closed" | "no-display" | "no-browser" | "no-account" | "keeps-dying" | "failed";
  readonly detail: string;
}

/** A window in front of the station. */
export interface StationWindow {
  /** Never rejects: a station works without a window. */
  readonly closed: Promise<WindowEnd>;
  close(): Promise<void>;
}

/**
 * Opens Chromium on the station's screen and starts it again when it dies; it runs with its
 * sandbox, never as root. A window that the user closes stays closed, a kiosk comes back.
 */
export function launchWindow(options: LaunchOptions): StationWindow {
  const stop = new AbortController();
  const closed = keepOpen(options, stop.signal).catch((error: unknown): WindowEnd => {
    return { reason: "failed", detail: error instanceof Error ? error.message : String(error) };
  });
  return {
    closed,
    async close() {
      stop.abort();
      await closed;
    },
  };
}

async function keepOpen(options: LaunchOptions, stop: AbortSignal): Promise<WindowEnd> {
  const { kiosk, language, logger } = options;
  const environment = options.environment ?? readWindowEnvironment();
  const { searchPath } = environment;
  const override = options.browser ?? null;
  const program = findBrowser({ override, searchPath, platform: process.platform });
  if (program === null) {
    return { reason: "no-browser", detail: override ?? "no Chromium, Chrome or Edge was found" };
  }
  const found = takeSeat(options, environment);
  if (!found.ok) return { reason: found.reason, detail: found.detail ?? "" };
  const seat = found.value;
  const look = { kiosk, language, profileFolder: seat.profileFolder };
  const afterDeath = createDeathCount();
  logger.info({ program, account: seat.account?.name, kiosk }, "opening the window");

  while (!stop.aborted) {
    await endLeftoverBrowser(seat.profileFolder);
    const url = await options.entryUrl();
    const { status, complaint } = await runBrowser(program, chromiumFlags(look, url), seat, stop);
    if (stop.aborted || (status === 0 && !kiosk)) break;
    logger.warn({ status }, "the browser ended");
    const next = afterDeath(performance.now());
    if (next.kind === "give-up") return { reason: "keeps-dying", detail: complaint.trim() };
    await pause(next.afterMs, stop);
  }
  return { reason: "closed", detail: stop.aborted ? "by the station" : "by the user" };
}

function takeSeat(
  { profileFolder }: LaunchOptions,
  environment: WindowEnvironment,
): Result<BrowserSeat, "no-account" | "no-display"> {
  const { sudoUid, pkexecUid } = environment;
  const uid = process.getuid?.() ?? null;
  const choose = () => chooseAccount({ uid, sudoUid, pkexecUid, lookUp: lookUpAccount });
  let choice = choose();
  if (choice.kind === "missing") {
    const failure = makeSystemAccount(choice.name);
    choice = choose();
    if (choice.kind === "missing") {
      return fail("no-account", `cannot make the user ${choice.name}: ${failure}`);
    }
  }
  const account = choice.kind === "account" ? choice.account : null;
  return prepareSeat({ account, profileFolder, environment, platform: process.platform });
}

async function pause(durationMs: number, stop: AbortSignal): Promise<void> {
  try {
    await delay(durationMs, undefined, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}
