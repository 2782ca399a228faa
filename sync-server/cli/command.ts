import type { RuntimeInfo } from "../process-contract.ts";
import type { Database } from "../store/database.ts";

/** What a command works with. */
export interface CommandContext {
  /** The running centre. */
  readonly runtime: RuntimeInfo;
  readonly database: Database;
}

/** What a command says: lines for a person, one object for `--json`. */
export interface CommandAnswer {
  readonly lines: readonly string[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** One command on a running centre. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help, from "Usage:" on. */
  readonly help: string;
  /** Its own options; each takes a value. */
  readonly options: readonly string[];
  /** Words it takes besides options. */
  readonly positionals: { readonly min: number; readonly max: number };
  /** @throws UsageError when the words make no sense together */
  run(context: CommandContext, input: CommandInput): Promise<CommandAnswer>;
}

/** The words of a call, read but not yet judged. */
export interface CommandInput {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

/** The caller asked for something that cannot be; the message is for him, no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
