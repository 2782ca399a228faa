import type { Command } from "./cli/command.ts";
import { INVITE } from "./cli/invite.ts";
import { REVOKE } from "./cli/revoke.ts";
import { runCommand } from "./cli/run-command.ts";
import { SIGN_IN_LINK } from "./cli/sign-in-link.ts";
import { STATIONS } from "./cli/stations.ts";
import { runCentre } from "./run-centre.ts";

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["invite", INVITE],
  ["sign-in-link", SIGN_IN_LINK],
  ["stations", STATIONS],
  ["revoke", REVOKE],
]);

const RUN_HELP = `Usage: npm run server [-- run] [--config FILE]

Starts the centre: database, broker, enrolment and command centre. Ctrl-C stops it.
FILE is JSON; each setting can also come from the environment, which wins:

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

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined || first === "run" || first === "--config") {
    const words = first === "run" ? rest : args;
    if (words.includes("--help") || words.includes("-h")) return say(RUN_HELP);
    return runCentre(words);
  }
  if (first === "--help" || first === "-h" || first === "help") return say(overview());
  const command = COMMANDS.get(first);
  if (!command) return complain(`there is no command "${first}"\n\n${overview()}`);
  try {
    return say(await runCommand(command, rest));
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error));
  }
}

function overview(): string {
  const rows: [string, string][] = [
    ["run", "start the centre (also without any word)"],
    ...Array.from(COMMANDS, ([name, { summary }]): [string, string] => [name, summary]),
  ];
  const list = rows.map(([name, summary]) => `  ${name.padEnd(14)}${summary}`);
  return [
    "Usage: npm run server [-- COMMAND] [options]",
    "",
    ...list,
    "",
    "COMMAND --help says more. All but `run` need a running centre.",
  ].join("\n");
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}
