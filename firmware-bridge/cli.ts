import { listPorts } from "./commands/list-ports.ts";
import { WATCH_HELP, watchScanner } from "./commands/watch-scanner.ts";
import { runScannerSimulator } from "./simulator/scanner-simulator.ts";
import { SIMULATOR_HELP } from "./simulator/simulator-options.ts";

const HELP = `Talks to the devices of a station.

  bridge list                 shows the serial ports of this machine
  bridge watch PATH           shows what a scanner reads
  bridge simulate --link PATH plays a scanner

Each has its own --help.

watch: ${WATCH_HELP}
simulate: ${SIMULATOR_HELP}`;

const LIST_HELP = "Shows the serial ports of this machine with their USB ids and stable names.\n";

const print = (text: string) => {
  process.stdout.write(text);
};

async function runCommand(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command === "list") {
    if (!rest.includes("--help") && !rest.includes("-h")) return await listPorts(print);
    print(LIST_HELP);
    return 0;
  }
  if (command === "watch") return await watchScanner(rest, print, stopOnSignal());
  if (command === "simulate") return await runScannerSimulator(rest);
  print(HELP);
  return command === "--help" || command === "-h" || command === "help" ? 0 : 2;
}

function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  return stop.signal;
}

try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
