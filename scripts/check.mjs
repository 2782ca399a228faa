/* Lint, types and unused code; ends with one line `N passed, N failed`. */
import { runGates } from "./gate/run-gates.mjs";
import { summaryLine } from "./gate/vitest-report.mjs";

const gates = await runGates();
process.stdout.write(`${summaryLine({ ...gates, skipped: 0 })}\n`);
process.exitCode = gates.failed > 0 ? 1 : 0;
