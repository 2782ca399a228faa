import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GATES } from "../../scripts/gate/gates.mjs";
import { BOUNDARIES, importing, type Violation } from "./boundary-violations.ts";
import { lintFindings, runGate } from "./gate-run.ts";
import { makeRepositoryCopy, type RepositoryCopy } from "./repository-copy.ts";

const CYCLES: readonly Violation[] = [
  {
    what: "an import cycle",
    path: "protocols/chicken.ts",
    text: `import { EGG } from "./egg.ts";\n\nexport const CHICKEN = EGG;\n`,
    rule: "noImportCycles",
  },
  {
    what: "the other half of it",
    path: "protocols/egg.ts",
    text: `import { CHICKEN } from "./chicken.ts";\n\nexport const EGG = CHICKEN;\n`,
    rule: "noImportCycles",
  },
  {
    what: "a cycle of types alone",
    path: "protocols/day.ts",
    text: `import type { Night } from "./night.ts";\n\nexport type Day = Night | 1;\n`,
    rule: "noImportCycles",
  },
  {
    what: "the other half of that",
    path: "protocols/night.ts",
    text: `import type { Day } from "./day.ts";\n\nexport type Night = Day | 2;\n`,
    rule: "noImportCycles",
  },
];

const STYLE: readonly Violation[] = [
  {
    what: "any",
    path: "firmware-bridge/any.ts",
    text: "export const PORT = (given: any): unknown => given;\n",
    rule: "noExplicitAny",
  },
  {
    what: "a non-null assertion",
    path: "firmware-bridge/non-null.ts",
    text: "export const first = (row: readonly number[]): number => row[0]!;\n",
    rule: "noNonNullAssertion",
  },
  {
    what: "console",
    path: "firmware-bridge/console.ts",
    text: 'console.log("hello");\n',
    rule: "noConsole",
  },
  {
    what: "process.env outside a config.ts",
    path: "sync-server/environment.ts",
    text: "export const HOME = process.env.HOME;\n",
    rule: "noProcessEnv",
  },
  {
    what: "a package that is not declared",
    path: "firmware-bridge/undeclared.ts",
    text: importing("fastify"),
    rule: "noUndeclaredDependencies",
  },
  {
    what: "a default export",
    path: "firmware-bridge/default.ts",
    text: "export default 1;\n",
    rule: "noDefaultExport",
  },
  {
    what: "a barrel",
    path: "protocols/barrel.ts",
    text: 'export * from "./result.ts";\n',
    rule: "noReExportAll",
  },
  {
    what: "a file name that is not kebab-case",
    path: "protocols/camelCase.ts",
    text: "export const NAME = 1;\n",
    rule: "useFilenamingConvention",
  },
  {
    what: "a promise that nobody awaits",
    path: "firmware-bridge/floating.ts",
    text: "async function save(): Promise<void> {\n  await Promise.resolve();\n}\n\nsave();\n",
    rule: "noFloatingPromises",
  },
  {
    what: "an error that loses its cause",
    path: "firmware-bridge/cause.ts",
    text: 'try {\n  process.chdir("/");\n} catch (error) {\n  throw new Error("lost");\n}\n',
    rule: "useErrorCause",
  },
  {
    what: "a swallowed error",
    path: "firmware-bridge/swallow.ts",
    text: 'try {\n  process.chdir("/");\n} catch {}\n',
    rule: "noEmptyBlockStatements",
  },
  {
    what: "something thrown that is no error",
    path: "firmware-bridge/thrown.ts",
    text: 'throw "lost";\n',
    rule: "useThrowOnlyError",
  },
  {
    what: "a switch that forgets a case",
    path: "protocols/forgetful.ts",
    text: `export function word(colour: "red" | "green"): string {
  let answer = "";
  switch (colour) {
    case "red":
      answer = "stop";
      break;
  }
  return answer;
}
`,
    rule: "useExhaustiveSwitchCases",
  },
  {
    what: "a file over 300 lines",
    path: "protocols/long-file.ts",
    text: Array.from({ length: 301 }, (_, n) => `export const N${n} = ${n};\n`).join(""),
    rule: "noExcessiveLinesPerFile",
  },
  {
    what: "a function over 60 lines",
    path: "protocols/long-function.ts",
    text: `export function list(): void {\n${"  void 0;\n".repeat(61)}}\n`,
    rule: "noExcessiveLinesPerFunction",
  },
  {
    what: "a skipped test",
    path: "protocols/skipped.test.ts",
    text: 'import { it } from "vitest";\n\nit.skip("waits", () => undefined);\n',
    rule: "noSkippedTests",
  },
  {
    what: "a focused test",
    path: "protocols/focused.test.ts",
    text: 'import { it } from "vitest";\n\nit.only("pushes ahead", () => undefined);\n',
    rule: "noFocusedTests",
  },
  {
    what: "an import that Biome's defaults only warn of",
    path: "protocols/warned.ts",
    text: 'import { ok } from "./result.ts";\n\nexport const NUMBER = 1;\n',
    rule: "noUnusedImports",
  },
  {
    what: "a form that Biome's defaults only inform of",
    path: "protocols/informed.ts",
    text: 'export const greet = (name: string): string => "hello " + name;\n',
    rule: "useTemplate",
  },
];

const VIOLATIONS = [...BOUNDARIES, ...CYCLES, ...STYLE];

describe("the lint gate", () => {
  let copy: RepositoryCopy;
  let findings: readonly string[] = [];

  beforeAll(async () => {
    copy = makeRepositoryCopy();
  });
  afterAll(() => copy.close());

  it("passes a clean repository", async () => {
    const { code, stdout, stderr } = await runGate("lint", copy.folder);
    expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
  });

  it("fails a repository with violations", async () => {
    for (const { path, text } of VIOLATIONS) {
      copy.write(path, text);
    }
    const { code } = await runGate("lint", copy.folder);
    expect(code).toBe(1);
    findings = await lintFindings(copy.folder);
  });

  it.each(VIOLATIONS)("refuses $what ($path)", ({ path, rule }) => {
    expect(findings).toContain(`${path} ${rule} error`);
  });

  it("finds nothing in the files that break no rule", () => {
    const guilty = new Set(findings.map((finding) => finding.split(" ")[0]));
    expect([...guilty].sort()).toEqual(VIOLATIONS.map(({ path }) => path).sort());
  });

  it("is one of the gates that a test run goes through", () => {
    expect(GATES.map(({ name }) => name)).toContain("lint");
  });
});
