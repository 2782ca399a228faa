import { join } from "node:path";
import { parseArgs } from "node:util";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { optionProblem } from "@gatehouse/protocols/error/option-problem";
import { pino } from "pino";
import { loadConfig } from "../config.ts";
import { loadRuntime, RUNTIME_FILE } from "../process-contract.ts";
import { openDatabase } from "../store/database.ts";
import { type Command, type CommandAnswer, type CommandInput, UsageError } from "./command.ts";

/** Options that every command has. */
const COMMON = {
  config: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Runs one command against the running centre and answers the text to print.
 * @throws UsageError, GatehouseError `centre.not-running` among others
 */
export async function runCommand(command: Command, args: readonly string[]): Promise<string> {
  const parsed = parse(command, args);
  if (parsed.isHelp) return command.help;
  const config = loadConfig({ file: parsed.configFile });
  const runtime = loadRuntime(join(config.dataFolder, RUNTIME_FILE));
  const logger = pino({ level: "silent" });
  const database = openDatabase({
    connection: runtime.database,
    name: "cli",
    maxConnections: 1,
    logger,
  });
  try {
    const answer = await command.run({ runtime, database }, parsed.input);
    return textOf(answer, parsed.isJson);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    // A killed centre leaves its runtime file behind.
    throw new GatehouseError("centre.not-running", { detail: config.dataFolder, cause: error });
  } finally {
    await database.close();
  }
}

function textOf(answer: CommandAnswer, isJson: boolean): string {
  return isJson ? JSON.stringify(answer.json) : answer.lines.join("\n");
}

function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ENOENT" || code === "ECONNREFUSED";
}

interface ParsedCall {
  readonly input: CommandInput;
  readonly isJson: boolean;
  readonly isHelp: boolean;
  readonly configFile: string | undefined;
}

function parse(command: Command, args: readonly string[]): ParsedCall {
  const own = Object.fromEntries(
    command.options.map((name) => [name, { type: "string" } as const] as const),
  );
  const { values, positionals } = parseWords(args, { ...own, ...COMMON });
  const isHelp = values.help === true;
  const { min, max } = command.positionals;
  if (!isHelp && (positionals.length < min || positionals.length > max)) {
    throw new UsageError(`that is not how it is called\n\n${command.help}`);
  }
  const texts = Object.entries(values).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  const input = { values: Object.fromEntries(texts), positionals };
  return { input, isHelp, isJson: values.json === true, configFile: input.values.config };
}

function parseWords(
  args: readonly string[],
  options: Record<string, { type: "string" | "boolean"; short?: string }>,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(optionProblem(error) ?? String(error), { cause: error });
  }
}
