import { execFile } from "node:child_process";
import type { Logger } from "pino";
import type { ServiceEnvironment } from "./config.ts";

/** What goes on being said to the service manager. */
interface ServiceNotice {
  /** Says nothing more: a sign of life on its way would keep the program from ending. */
  close(): void;
}

/**
 * Tells the service manager that this program answers now, and from then on that it is alive.
 * The signs of life come from the event loop: a program that hangs falls silent and is
 * started again. They go through systemd's own `systemd-notify`, because Node has no datagram
 * sockets of the unix kind. Without a service manager nothing is said.
 */
export function startServiceNotice(service: ServiceEnvironment, logger: Logger): ServiceNotice {
  const { isWatched, watchdogMs, notifier } = service;
  if (!isWatched) return { close: () => undefined };
  const say = (state: string) => {
    execFile("systemd-notify", [state], { env: notifier, timeout: 10_000 }, (error) => {
      if (error) logger.warn({ state, why: error.message }, "the service manager was not told");
    });
  };
  say("READY=1");
  // sd_watchdog_enabled(3) advises half of the time allowed; a third leaves room for a lost one.
  const pulse = watchdogMs === null ? undefined : setInterval(say, watchdogMs / 3, "WATCHDOG=1");
  return { close: () => clearInterval(pulse) };
}
