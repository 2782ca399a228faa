import { GATES } from "./gates.mjs";
import { runTool } from "./run-tool.mjs";

/**
 * Runs every gate, the failed ones notwithstanding, and names each with its time and result.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runGates() {
  let passed = 0;
  for (const gate of GATES) {
    const isPassed = await timed(gate.name, () => runTool(gate.tool, gate.args));
    passed += isPassed ? 1 : 0;
  }
  return { passed, failed: GATES.length - passed };
}

/**
 * Runs one step and prints its name, time and result.
 * @param {string} name
 * @param {() => Promise<boolean>} step
 * @returns {Promise<boolean>}
 */
export async function timed(name, step) {
  const startedAtMs = performance.now();
  const isPassed = await step();
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  process.stdout.write(`${isPassed ? "ok    " : "FAILED"}  ${name}  (${seconds} s)\n`);
  return isPassed;
}
