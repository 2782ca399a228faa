import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { ERROR_TABLE } from "@gatehouse/protocols/error/error-table";
import type { ScanRead } from "@gatehouse/protocols/scan/scanner-codec";
import { maskedTail } from "@gatehouse/protocols/sensitive";
import { startScanner } from "../scanner/scanner-driver.ts";
import { describeState } from "./describe-state.ts";

/** What `watch --help` prints. */
export const WATCH_HELP = `Shows what a scanner reads, until Ctrl-C.

  bridge watch PATH [--baud N] [--aim] [--show-text]

  PATH         the port, as "bridge list" names it
  --baud N     bits per second (default 9600; USB scanners ignore it)
  --aim        the scanner puts AIM identifiers such as ]Q1 in front of each code
  --show-text  prints the whole code; codes can be personal data, so the default
               shows its last four characters
`;

/** Watches one scanner until `stop` aborts. @returns exit status */
export async function watchScanner(
  argv: readonly string[],
  print: (text: string) => void,
  stop: AbortSignal,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      baud: { type: "string", default: "9600" },
      aim: { type: "boolean", default: false },
      "show-text": { type: "boolean", default: false },
    },
  });
  const [path] = positionals;
  const baudRate = Number(values.baud);
  if (values.help || path === undefined || !Number.isInteger(baudRate) || baudRate <= 0) {
    print(WATCH_HELP);
    return values.help ? 0 : 2;
  }
  const driver = startScanner(
    {
      deviceId: path,
      path,
      baudRate,
      sendsAimIds: values.aim,
      // Whoever tries a scanner wants to see each read.
      duplicateWindowMs: 0,
      logger: { info: () => undefined, warn: () => undefined },
      clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
      random: Math.random,
    },
    {
      onScan: (read) => print(describeRead(read, values["show-text"])),
      onState: (state) => print(describeState(state)),
      onReject: (code) =>
        print(`${code}: ${ERROR_TABLE[code].en}. ${ERROR_TABLE[code].actionEn}.\n`),
    },
  );
  if (!stop.aborted) await once(stop, "abort");
  await driver.close();
  return 0;
}

/** One line for one read. */
export function describeRead(read: ScanRead, isTextShown: boolean): string {
  const text = isTextShown ? read.payload : maskedTail(read.payload);
  const ending = read.terminator === "idle" ? ", ended by silence" : "";
  const symbology = read.symbology ?? "unknown symbology";
  return `${symbology}, ${read.payload.length} characters, ${read.encoding}${ending}: ${text}\n`;
}
