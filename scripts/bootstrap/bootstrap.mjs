import { existsSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../gate/repository-root.mjs";
import { COMMANDS, helpText } from "./commands.mjs";
import { ensureNpmPackages } from "./npm-packages.mjs";
import { findProductNode, productEnv } from "./pinned-node.mjs";
import { endLike, runProgram } from "./product-program.mjs";
import { SetupError } from "./setup-error.mjs";
import { ensureSystemPackages } from "./system-packages.mjs";
import { ensureBuilds } from "./web-builds.mjs";

const HELP = ["help", "--help", "-h", undefined];

/**
 * Sets up what a command needs, then runs it.
 * @param {readonly string[]} argv the command and its arguments
 */
export async function main(argv) {
  const [name, ...rest] = argv;
  if (HELP.includes(name)) {
    process.stdout.write(helpText());
    return;
  }
  const command = Object.hasOwn(COMMANDS, name ?? "") ? COMMANDS[name ?? ""] : undefined;
  if (command === undefined) {
    process.stderr.write(`There is no command "${name}".\n\n${helpText()}`);
    process.exitCode = 2;
    return;
  }
  try {
    await setUpAndRun(command, rest);
  } catch (error) {
    if (!(error instanceof SetupError)) {
      throw error;
    }
    process.stderr.write(`gatehouse: ${error.message.trimEnd()}\n`);
    process.exitCode = 1;
  }
}

/**
 * @param {import("./commands.mjs").Command} command
 * @param {readonly string[]} given
 */
async function setUpAndRun(command, given) {
  const args = given.filter((arg) => arg !== "--yes");
  const entry = join(REPOSITORY, command.entry);
  if (!existsSync(entry)) {
    throw new SetupError(`${command.entry} is not in this copy of the repository.`);
  }
  // Whoever asks what a command does is not made to wait for what it would need.
  const isQuestion = args.includes("--help") || args.includes("-h");
  await ensureNpmPackages(REPOSITORY);
  await ensureSystemPackages({
    needs: isQuestion ? [] : command.needs(args),
    assumeYes: args.length < given.length || process.env.CI === "true",
    cwd: REPOSITORY,
  });
  const node = findProductNode(REPOSITORY);
  const env = productEnv(node, REPOSITORY, process.env);
  const folders = isQuestion ? [] : command.builds;
  await ensureBuilds({ repository: REPOSITORY, folders, node, env });
  endLike(await runProgram({ command: node, args: [entry, ...args], cwd: process.cwd(), env }));
}
