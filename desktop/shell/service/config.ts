/** What a service manager asks of this process. */
export interface ServiceEnvironment {
  /** Whether anyone wants to hear from us. */
  readonly isWatched: boolean;
  /** At most this long may we be silent; null = as long as we like. */
  readonly watchdogMs: number | null;
  /** What `systemd-notify` needs, and nothing else of ours. */
  readonly notifier: Readonly<Record<string, string>>;
}

/** Reads systemd's variables (sd_notify(3), sd_watchdog_enabled(3)) once. */
export function readServiceEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): ServiceEnvironment {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: micros, WATCHDOG_PID: pid } = env;
  const isForUs = pid === undefined || Number(pid) === process.pid;
  const watchdogMs = isForUs && Number(micros) > 0 ? Number(micros) / 1_000 : null;
  return Object.freeze({
    isWatched: socket !== undefined,
    watchdogMs,
    notifier: Object.freeze({ PATH: env.PATH ?? "/usr/bin:/bin", NOTIFY_SOCKET: socket ?? "" }),
  });
}
