/*
 * Every gate, then every test (arguments go to Vitest as file patterns); all of it runs, whatever
 * fails, and the last line is `N passed, N failed`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runGates, timed } from "./gate/run-gates.mjs";
import { runTool } from "./gate/run-tool.mjs";
import { countTests, summaryLine } from "./gate/vitest-report.mjs";

/** What the whole run may take on two cores. */
const BUDGET_S = 600;

const gates = await runGates();
const tests = await runTests(process.argv.slice(2));
const total = {
  passed: gates.passed + tests.passed,
  failed: gates.failed + tests.failed,
  skipped: tests.skipped,
};
process.stdout.write(`total ${Math.round(performance.now() / 1000)} s of ${BUDGET_S} s\n`);
process.stdout.write(`${summaryLine(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** @param {readonly string[]} patterns */
async function runTests(patterns) {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-test-report-"));
  const file = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  try {
    const endedWell = await timed("tests", () =>
      runTool("vitest", ["run", ...reporters, ...patterns]),
    );
    return countTests(existsSync(file) ? readReport(file) : undefined, endedWell);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Vitest was cut off while it wrote: the same as no report.
    return undefined;
  }
}
