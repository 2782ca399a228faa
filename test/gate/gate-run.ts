import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { GATES } from "../../scripts/gate/gates.mjs";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";

/** What a program said and how it ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; nothing is typed to it. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number },
): Promise<ProgramEnd> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}

/** Runs a gate of the repository's own list, by its name, on the repository in `folder`. */
export async function runGate(
  name: string,
  folder: string,
  extra: readonly string[] = [],
): Promise<ProgramEnd> {
  const gate = GATES.find((candidate) => candidate.name === name);
  if (gate === undefined) {
    throw new Error(`There is no gate "${name}"`);
  }
  const tool = join(REPOSITORY, "node_modules", ".bin", gate.tool);
  return await runProgram(tool, [...gate.args, ...extra], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
  });
}

/** The part of Biome's JSON report that is looked at. */
interface LintReport {
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly category: string;
    readonly location: { readonly path: string };
  }[];
}

/** Each finding of the lint gate as `path rule-name severity`. */
export async function lintFindings(folder: string): Promise<readonly string[]> {
  const { stdout } = await runGate("lint", folder, ["--reporter=json", "--max-diagnostics=none"]);
  const report: LintReport = JSON.parse(stdout);
  return report.diagnostics.map(
    ({ location, category, severity }) =>
      `${location.path} ${category.split("/").at(-1)} ${severity}`,
  );
}
