import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GATES } from "../../scripts/gate/gates.mjs";
import { runGate } from "./gate-run.ts";
import { makeRepositoryCopy, type RepositoryCopy } from "./repository-copy.ts";

const TYPE_GATES = GATES.map(({ name }) => name).filter((name) => name.startsWith("types of "));

const VIOLATIONS = [
  {
    what: "Node's process in protocols",
    path: "protocols/uses-process.ts",
    text: "export const PID = process.pid;\n",
    says: /uses-process\.ts.*Cannot find name 'process'/,
  },
  {
    what: "the DOM in protocols",
    path: "protocols/uses-dom.ts",
    text: "export const TITLE = document.title;\n",
    says: /uses-dom\.ts.*Cannot find name 'document'/,
  },
  {
    what: "a timer in protocols",
    path: "protocols/uses-timer.ts",
    text: "setTimeout(() => undefined, 1);\n",
    says: /uses-timer\.ts.*Cannot find name 'setTimeout'/,
  },
  {
    what: "an import past the exports map",
    path: "firmware-bridge/uses-inside.ts",
    text: 'import { INSIDE } from "@gatehouse/protocols/inside";\n\nexport const COPY = INSIDE;\n',
    says: /uses-inside\.ts.*Cannot find module '@gatehouse\/protocols\/inside'/,
  },
  {
    what: "an import past the exports map in a bundled screen",
    path: "desktop/ui/uses-inside.ts",
    text: 'import { INSIDE } from "@gatehouse/protocols/inside.ts";\n\nexport const COPY = INSIDE;\n',
    says: /uses-inside\.ts.*Cannot find module '@gatehouse\/protocols\/inside\.ts'/,
  },
  {
    what: "the DOM in the host",
    path: "desktop/host/uses-dom.ts",
    text: "export const TITLE = document.title;\n",
    says: /uses-dom\.ts.*Cannot find name 'document'/,
  },
  {
    what: "Node's process in the command centre's pages",
    path: "sync-server/web/uses-process.ts",
    text: "export const PID = process.pid;\n",
    says: /uses-process\.ts.*Cannot find name 'process'/,
  },
  {
    what: "an enum, which Node cannot run",
    path: "sync-server/colour.ts",
    text: "export enum Colour {\n  Red,\n}\n",
    says: /colour\.ts.*erasableSyntaxOnly/,
  },
];

describe("the type gates", () => {
  let copy: RepositoryCopy;

  beforeAll(() => {
    copy = makeRepositoryCopy();
  });
  afterAll(() => copy.close());

  it.each(TYPE_GATES)("pass a clean repository: %s", async (gate) => {
    expect(await runGate(gate, copy.folder)).toMatchObject({ code: 0, stdout: "" });
  });

  it.each(VIOLATIONS)("refuse $what", async ({ path, text, says }) => {
    // The file is there, so that only the exports map keeps it from being imported.
    copy.write("protocols/inside.ts", "export const INSIDE = 1;\n");
    copy.write(path, text);
    const { code, stdout } = await runGate(`types of ${roomOf(path)}`, copy.folder, [
      "--pretty",
      "false",
    ]);
    copy.remove(path);
    expect(stdout).toMatch(says);
    expect(code).not.toBe(0);
  });
});

/** The innermost folder of a path that has a type gate. */
function roomOf(path: string): string {
  const rooms = TYPE_GATES.map((name) => name.slice("types of ".length));
  return (
    rooms.filter((room) => path.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0] ?? ""
  );
}
