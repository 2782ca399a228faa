import { type Command, UsageError } from "./command.ts";
import { INVITE } from "./invite.ts";
import { OPERATOR_ADD } from "./operator-add.ts";
import { OPERATOR_PIN } from "./operator-pin.ts";
import { OPERATOR_REMOVE } from "./operator-remove.ts";
import { OPERATORS } from "./operators.ts";
import { REVOKE } from "./revoke.ts";
import { runCommand } from "./run-command.ts";
import { SIGN_IN_LINK } from "./sign-in-link.ts";
import { STATIONS } from "./stations.ts";

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["invite", INVITE],
  ["sign-in-link", SIGN_IN_LINK],
  ["stations", STATIONS],
  ["revoke", REVOKE],
  ["operators", OPERATORS],
  ["operator-add", OPERATOR_ADD],
  ["operator-pin", OPERATOR_PIN],
  ["operator-remove", OPERATOR_REMOVE],
]);

const RUN_HELP = `Usage: npm run server [-- run] [--config FILE]

Starts the centre: database, broker, enrolment and command centre. Ctrl-C stops it.
FILE is JSON (default: the one that GATEHOUSE_CONFIG names); each setting can also come from the environment, which wins:

  dataFolder    GATEHOUSE_DATA          where everything is kept
  host          GATEHOUSE_HOST          address for stations to reach (127.0.0.1: this PC only;
                                        0.0.0.0: the network)
  mqttPort      GATEHOUSE_MQTT_PORT     8883      0 = any free port
  enrolPort     GATEHOUSE_ENROL_PORT    8443
  webHost       GATEHOUSE_WEB_HOST      127.0.0.1
  webPort       GATEHOUSE_WEB_PORT      7080
  publicNames   GATEHOUSE_PUBLIC_NAMES  names and addresses of this centre, with commas between
  timeZone      GATEHOUSE_TIME_ZONE     Asia/Shanghai
  city          GATEHOUSE_CITY          shown in the command centre
  databaseUrl   DATABASE_URL            a PostgreSQL of your own instead of the embedded one
  logLevel      GATEHOUSE_LOG_LEVEL     debug, info, warn or error`;

/** Where a command line's answers go. */
export interface CliOutput {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Understands the words after the program's name and does what they say. @returns exit code */
export async function runCli(args: readonly string[], output: CliOutput): Promise<number> {
  try {
    return await dispatch(args, output);
  } catch (error) {
    output.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function dispatch(args: readonly string[], { out }: CliOutput): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined || first === "run" || first === "--config") {
    const words = first === "run" ? rest : args;
    if (!words.includes("--help") && !words.includes("-h")) return runTheCentre(words);
    out(RUN_HELP);
    return 0;
  }
  if (first === "--help" || first === "-h" || first === "help") {
    out(overview());
    return 0;
  }
  const command = COMMANDS.get(first);
  if (!command) throw new UsageError(`there is no command "${first}"\n\n${overview()}`);
  out(await runCommand(command, rest));
  return 0;
}

/** Loaded on demand: a short command need not wait for the whole centre's code. */
async function runTheCentre(args: readonly string[]): Promise<number> {
  const { runCentre } = await import("../run-centre.ts");
  return runCentre(args);
}

function overview(): string {
  const rows: [string, string][] = [
    ["run", "start the centre (also without any word)"],
    ...Array.from(COMMANDS, ([name, { summary }]): [string, string] => [name, summary]),
  ];
  const list = rows.map(([name, summary]) => `  ${name.padEnd(17)}${summary}`);
  return [
    "Usage: npm run server [-- COMMAND] [options]",
    "",
    ...list,
    "",
    "COMMAND --help says more. All but `run` need a running centre.",
  ].join("\n");
}
