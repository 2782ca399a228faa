/**
 * The part of Vitest's JSON report that is read here.
 * @typedef {object} VitestReport
 * @property {boolean} success
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly { status: string, assertionResults: readonly { status: string }[] }[]} testResults
 */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts a run of Vitest so that nothing that went wrong comes out as a pass: a file that could not
 * be loaded, an error outside any test, a run without tests and a run without a report each count
 * as a failure.
 * @param {VitestReport | undefined} report undefined when Vitest left none
 * @param {boolean} endedWell whether Vitest ended with 0
 * @returns {Counts}
 */
export function countTests(report, endedWell) {
  if (report === undefined) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const brokenFiles = report.testResults.filter(
    (file) =>
      file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + brokenFiles;
  const skipped = report.numPendingTests + report.numTodoTests;
  const isSilentFailure = failed === 0 && (!endedWell || !report.success || passed === 0);
  return { passed, failed: isSilentFailure ? 1 : failed, skipped };
}

/**
 * The last line of a run.
 * @param {Counts} counts
 * @returns {string}
 */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
