import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runGate } from "./gate-run.ts";
import { makeRepositoryCopy, type RepositoryCopy } from "./repository-copy.ts";

const RESULT = "export function ok(value: number): number {\n  return value;\n}\n";

const VIOLATIONS = [
  {
    what: "an export that nobody imports",
    path: "protocols/result.ts",
    text: `${RESULT}\nexport const LONELY = 1;\n`,
    says: /Unused exports \(1\)\s+LONELY/,
  },
  {
    what: "a file that nobody imports",
    path: "desktop/host/lonely.ts",
    text: "export const LONELY = 1;\n",
    says: /Unused files \(1\)\s+desktop\/host\/lonely\.ts/,
  },
  {
    what: "a package that a test uses and nobody declares",
    path: "firmware-bridge/cli.test.ts",
    text: 'import pg from "pg";\nimport { it } from "vitest";\n\nit("connects", () => pg.Client);\n',
    says: /Unlisted dependencies \(1\)\s+pg\s+firmware-bridge\/cli\.test\.ts/,
  },
];

describe("the gate for unused code", () => {
  let copy: RepositoryCopy;

  beforeAll(() => {
    copy = makeRepositoryCopy();
  });
  afterAll(() => copy.close());

  it("passes a clean repository", async () => {
    expect(await runGate("unused code", copy.folder)).toMatchObject({ code: 0, stdout: "" });
  });

  it.each(VIOLATIONS)("refuses $what", async ({ path, text, says }) => {
    copy.write(path, text);
    const { code, stdout } = await runGate("unused code", copy.folder);
    if (path === "protocols/result.ts") {
      copy.write(path, RESULT);
    } else {
      copy.remove(path);
    }
    expect(stdout).toMatch(says);
    expect(code).not.toBe(0);
  });
});
