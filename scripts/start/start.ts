import { resolve } from "node:path";
import { optionProblem } from "@gatehouse/protocols/error/option-problem";
import { type Demo, startDemo } from "./demo.ts";
import { takeDemoFolder } from "./demo-folder.ts";
import { KEYS_HELP, listenForKeys } from "./demo-keys.ts";
import { printLinks, printPeople } from "./demo-links.ts";
import { type DemoOptions, readDemoOptions, START_HELP } from "./demo-options.ts";
import { DemoPlay } from "./demo-play.ts";
import { runSmoke } from "./smoke.ts";

const repository = resolve(import.meta.dirname, "../..");

async function main(): Promise<number> {
  const options = readDemoOptions(process.argv.slice(2), repository, process.env);
  if (options.help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  const folder = takeDemoFolder(options.dataFolder, options.isFresh);
  try {
    return await play(options);
  } finally {
    folder.close();
  }
}

async function play(options: DemoOptions): Promise<number> {
  const stop = stopRequest();
  const demo = await startDemo(repository, options, (line) => say(`gatehouse: ${line}`));
  try {
    if (options.isSmoke) {
      process.stdout.write(`${JSON.stringify(await runSmoke(demo))}\n`);
      return 0;
    }
    await runUntilStopped(demo, options, stop);
    return 0;
  } finally {
    say("gatehouse: stopping");
    await demo.close();
  }
}

async function runUntilStopped(
  demo: Demo,
  options: DemoOptions,
  stop: { readonly asked: Promise<void>; ask(): void },
): Promise<void> {
  say("");
  say("Gatehouse is running. Each link opens once; press l for new ones.");
  await printLinks(demo, (line) => say(`  ${line}`));
  say("");
  say("Who can sign in where a post is left (F9), by number and PIN:");
  printPeople(demo, (line) => say(`  ${line}`));
  say("");
  say(`  data             ${options.dataFolder}`);
  say(process.stdin.isTTY ? KEYS_HELP : "  Ctrl-C ends it");
  const play = new DemoPlay(demo);
  const everyMs = options.ratePerMinute > 0 ? 60_000 / options.ratePerMinute : null;
  const timer = everyMs === null ? null : setInterval(() => play.turn(), everyMs);
  const scan = () => play.scan();
  listenForKeys({ demo, scan, print: (line) => say(`  ${line}`), end: stop.ask });
  await stop.asked;
  if (timer) clearInterval(timer);
}

function stopRequest(): { readonly asked: Promise<void>; ask(): void } {
  const { promise, resolve: ask } = Promise.withResolvers<void>();
  process.once("SIGINT", () => ask());
  process.once("SIGTERM", () => ask());
  return { asked: promise, ask };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    say(`gatehouse: ${optionProblem(error) ?? message}`);
    process.exit(1);
  },
);
