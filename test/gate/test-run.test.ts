import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GATES } from "../../scripts/gate/gates.mjs";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";
import { countTests, summaryLine } from "../../scripts/gate/vitest-report.mjs";
import { CLEAN_FILES } from "./clean-files.ts";
import { runProgram } from "./gate-run.ts";
import { makeRepositoryCopy, type RepositoryCopy } from "./repository-copy.ts";

const CLEAN_TESTS = Object.keys(CLEAN_FILES).filter((path) => path.includes(".test.")).length;
/** Gives a test run its own Vitest: the variables of the one that runs this file would confuse it. */
const OWN_ENV = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST)/.test(name)),
);

describe("a test run", () => {
  let copy: RepositoryCopy;
  const run = (...patterns: string[]) =>
    runProgram(process.execPath, [join(copy.folder, "scripts/test.mjs"), ...patterns], {
      cwd: copy.folder,
      env: OWN_ENV,
    });

  beforeAll(() => {
    copy = makeRepositoryCopy();
    for (const part of ["gate", "test.mjs"]) {
      cpSync(join(REPOSITORY, "scripts", part), join(copy.folder, "scripts", part), {
        recursive: true,
      });
    }
  });
  afterAll(() => copy.close());

  it("counts each gate and each test, and ends with the sum", async () => {
    const { code, stdout } = await run();
    expect(stdout).toMatch(new RegExp(`\\n${GATES.length + CLEAN_TESTS} passed, 0 failed\\n$`));
    expect(code).toBe(0);
  });

  it("goes through all of it whatever fails, and hides no file that could not be loaded", async () => {
    copy.write("protocols/console.ts", 'console.log("hello");\n');
    copy.write(
      "protocols/broken.test.ts",
      'import { it } from "vitest";\n\nit("fails", () => {\n  throw new Error("on purpose");\n});\n',
    );
    copy.write("protocols/unloadable.test.ts", 'throw new Error("on purpose");\n');
    const { code, stdout } = await run("protocols");
    expect(stdout).toContain("FAILED  lint");
    expect(stdout).toContain("FAILED  tests");
    // Lint, the types of protocols (no console there), the unused file; the two tests.
    expect(stdout).toMatch(new RegExp(`\\n${GATES.length - 3 + 1} passed, 5 failed\\n$`));
    expect(code).toBe(1);
  });
});

describe("the count of a Vitest report", () => {
  const passed = { status: "passed", assertionResults: [{ status: "passed" }] };
  const report = {
    success: true,
    numPassedTests: 1,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [passed],
  };

  it.each([
    { what: "all is well", given: report, endedWell: true, line: "1 passed, 0 failed" },
    {
      what: "Vitest left no report",
      given: undefined,
      endedWell: false,
      line: "0 passed, 1 failed",
    },
    {
      what: "no test was found",
      given: { ...report, numPassedTests: 0, testResults: [] },
      endedWell: true,
      line: "0 passed, 1 failed",
    },
    {
      what: "an error came from outside every test",
      given: report,
      endedWell: false,
      line: "1 passed, 1 failed",
    },
    {
      what: "tests were skipped or only planned",
      given: { ...report, numPendingTests: 2, numTodoTests: 1 },
      endedWell: true,
      line: "1 passed, 0 failed, 3 skipped",
    },
  ])("is “$line” when $what", ({ given, endedWell, line }) => {
    expect(summaryLine(countTests(given, endedWell))).toBe(line);
  });
});
