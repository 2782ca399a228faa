import { parseArgs } from "node:util";
import { optionProblem } from "@gatehouse/protocols/error/option-problem";
import { listPorts } from "./commands/list-ports.ts";
import { WATCH_PROBE_HELP, watchProbe } from "./commands/watch-probe.ts";
import { WATCH_HELP, watchScanner } from "./commands/watch-scanner.ts";
import { PROBE_SIMULATOR_HELP } from "./simulator/probe-options.ts";
import { runProbeSimulator } from "./simulator/probe-simulator.ts";
import { runScannerSimulator } from "./simulator/scanner-simulator.ts";
import { SIMULATOR_HELP } from "./simulator/simulator-options.ts";

const HELP = `Talks to the devices of a station.

  bridge list                       shows the serial ports of this machine
  bridge watch PATH                 shows what a scanner reads
  bridge watch-probe PATH           shows what a temperature and humidity probe measures
  bridge simulate --link PATH       plays a scanner
  bridge simulate-probe --link PATH plays probes

Each has its own --help.

watch: ${WATCH_HELP}
watch-probe: ${WATCH_PROBE_HELP}
simulate: ${SIMULATOR_HELP}
simulate-probe: ${PROBE_SIMULATOR_HELP}`;

const LIST_HELP = "Shows the serial ports of this machine with their USB ids and stable names.\n";

const print = (text: string) => {
  process.stdout.write(text);
};

async function runCommand(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command === "list") {
    const { values } = parseArgs({
      args: rest,
      options: { help: { type: "boolean", short: "h" } },
    });
    if (!values.help) return await listPorts(print);
    print(LIST_HELP);
    return 0;
  }
  if (command === "watch") return await watchScanner(rest, print, stopOnSignal());
  if (command === "watch-probe") return await watchProbe(rest, print, stopOnSignal());
  if (command === "simulate-probe") return await runProbeSimulator(rest);
  if (command === "simulate") return await runScannerSimulator(rest);
  const isAsked = command === undefined || ["--help", "-h", "help"].includes(command);
  if (!isAsked) process.stderr.write(`there is no command "${command}"\n\n`);
  print(HELP);
  return isAsked && command !== undefined ? 0 : 2;
}

function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  return stop.signal;
}

try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (cause) {
  const problem = optionProblem(cause);
  const message = problem ?? (cause instanceof Error ? cause.message : String(cause));
  process.stderr.write(`${message}\n`);
  process.exitCode = problem === null ? 1 : 2;
}
