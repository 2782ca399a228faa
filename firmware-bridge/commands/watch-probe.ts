import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { METRICS_OF, type Metric } from "@gatehouse/protocols/telemetry/metrics";
import { readOptionNumber } from "../option-number.ts";
import { startProbes } from "../probe/probe-driver.ts";
import type { Parity } from "../transport/serial-transport.ts";
import { describeState } from "./describe-state.ts";

const POLL_MS = 1_000;
const PARITIES: readonly string[] = ["none", "even", "odd"] satisfies Parity[];

const UNITS: Readonly<Record<Metric, string>> = { temperatureC: "°C", humidityPct: "%" };

/** What `watch-probe --help` prints. */
export const WATCH_PROBE_HELP = `Shows what an XY-MD02 measures, once a second, until Ctrl-C.

  bridge watch-probe PATH [--address N] [--baud N] [--parity KIND]

  PATH           the port, as "bridge list" names it
  --address N    Modbus address of the probe, 1 to 247 (default 1)
  --baud N       bits per second (default 9600)
  --parity KIND  none, even or odd (default none)
`;

interface WatchOptions {
  readonly path: string;
  readonly address: number;
  readonly baudRate: number;
  readonly parity: Parity;
}

/** Watches one probe until `stop` aborts. @returns exit status */
export async function watchProbe(
  argv: readonly string[],
  print: (text: string) => void,
  stop: AbortSignal,
): Promise<number> {
  const options = readWatchOptions(argv);
  if (options === null || options === "help") {
    print(WATCH_PROBE_HELP);
    return options === "help" ? 0 : 2;
  }
  const { address, ...port } = options;
  const driver = startProbes(
    {
      ...port,
      probes: [{ deviceId: port.path, address, pollMs: POLL_MS }],
      logger: { info: () => undefined, warn: () => undefined },
      clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
      random: Math.random,
    },
    {
      onScrape: (_id, values, at) => print(describeScrape(values, new Date(at.wallTimeMs))),
      onState: (_id, state) => print(describeState(state)),
    },
  );
  if (!stop.aborted) await once(stop, "abort");
  await driver.close();
  return 0;
}

/** One line for one scrape: local time, then each value with its unit. */
export function describeScrape(values: readonly (number | null)[], at: Date): string {
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  const shown = METRICS_OF["xy-md02"].map((metric, place) => {
    const value = values[place] ?? null;
    return value === null ? `${metric} implausible` : `${value.toFixed(1)} ${UNITS[metric]}`;
  });
  return `${time}  ${shown.join("  ")}\n`;
}

function readWatchOptions(argv: readonly string[]): WatchOptions | "help" | null {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      address: { type: "string", default: "1" },
      baud: { type: "string", default: "9600" },
      parity: { type: "string", default: "none" },
    },
  });
  const [path] = positionals;
  if (values.help) return "help";
  if (path === undefined || !isParity(values.parity)) return null;
  const address = readOptionNumber("--address", values.address, { from: 1, to: 247 });
  const baudRate = readOptionNumber("--baud", values.baud, { from: 300, to: 1_000_000 });
  return { path, address, baudRate, parity: values.parity };
}

function isParity(text: string): text is Parity {
  return PARITIES.includes(text);
}
