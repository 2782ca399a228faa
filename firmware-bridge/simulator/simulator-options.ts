import { parseArgs } from "node:util";
import { readOptionNumber } from "../option-number.ts";

/** Trouble that a simulated scanner can make. */
export const FAULTS = ["noise", "binary", "over-long", "unplug-mid-line"] as const;
/** See `FAULTS`. */
export type Fault = (typeof FAULTS)[number];

const SUFFIXES = { cr: "\r", lf: "\n", crlf: "\r\n", none: "" } as const;

/** A simulated scanner as asked for. */
export interface SimulatorOptions {
  /** Where the port appears. */
  readonly link: string;
  /** Invented scans per minute; 0 = only what is asked for on standard input. */
  readonly ratePerMinute: number;
  /** Ends after this many invented scans; 0 = never. */
  readonly count: number;
  readonly sendsAimIds: boolean;
  readonly suffix: string;
  readonly seed: number;
  readonly faults: readonly Fault[];
}

/** What `--help` prints. */
export const SIMULATOR_HELP = `Plays a barcode scanner on a serial port of its own.

  --link PATH        where the port appears; point the station (or "bridge watch") at it
  --rate N           invents N scans a minute (default 0: only what you ask for)
  --count N          ends after N invented scans (default 0: goes on)
  --aim              puts an AIM identifier such as ]Q1 in front of each code
  --suffix KIND      ends each code with cr, lf, crlf or none (default cr)
  --seed N           the same seed gives the same codes (default 1)

Trouble, on every fourth invented scan, in turn:
  --noise            garbage from a bad cable in front of the code
  --binary           control bytes instead of a code
  --over-long        a code far too long for any scanner
  --unplug-mid-line  half a code, then the plug is out for two seconds

On standard input, one JSON text a line:
  {"scan":"TEXT"}  {"bytesHex":"414243"}  {"unplug":true}  {"plug":true}
`;

/** Reads the command line. @throws Error in plain words on what it does not understand */
export function readSimulatorOptions(argv: readonly string[]): SimulatorOptions | "help" {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: "boolean", short: "h" },
      link: { type: "string" },
      rate: { type: "string", default: "0" },
      count: { type: "string", default: "0" },
      aim: { type: "boolean", default: false },
      suffix: { type: "string", default: "cr" },
      seed: { type: "string", default: "1" },
      noise: { type: "boolean" },
      binary: { type: "boolean" },
      "over-long": { type: "boolean" },
      "unplug-mid-line": { type: "boolean" },
    },
  });
  if (values.help) return "help";
  if (!values.link) throw new Error("--link PATH is missing: where shall the port appear?");
  if (!Object.hasOwn(SUFFIXES, values.suffix)) {
    throw new Error("--suffix is one of cr, lf, crlf, none");
  }
  return {
    link: values.link,
    ratePerMinute: readOptionNumber("--rate", values.rate, { from: 0 }),
    count: readOptionNumber("--count", values.count, { from: 0 }),
    sendsAimIds: values.aim,
    suffix: SUFFIXES[values.suffix as keyof typeof SUFFIXES],
    seed: readOptionNumber("--seed", values.seed, { from: 0 }),
    faults: FAULTS.filter((fault) => values[fault]),
  };
}
