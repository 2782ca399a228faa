/** A tiny product that breaks no rule: each room, its permitted imports, and a colocated test. */
export const CLEAN_FILES: Readonly<Record<string, string>> = {
  "protocols/result.ts": `
export function ok(value: number): number {
  return value;
}
`,
  "protocols/result.test.ts": `
import { expect, it } from "vitest";
import { ok } from "./result.ts";

it("answers the value", () => {
  expect(ok(1)).toBe(1);
});
`,
  "firmware-bridge/cli.ts": `
import { ok } from "@gatehouse/protocols/result";

process.exitCode = ok(0);
`,
  "desktop/host/config.ts": `
export const STATION_NAME = process.env.GATEHOUSE_STATION_NAME ?? "";
`,
  "desktop/shell/station.ts": `
import { STATION_NAME } from "../host/config.ts";

process.title = STATION_NAME;
`,
  "desktop/ui/main.tsx": `
import { ok } from "@gatehouse/protocols/result";

document.title = String(ok(1));
`,
  "desktop/ui/vite.config.ts": `
import { defineConfig } from "vite";

export default defineConfig({});
`,
  "sync-server/api/centre-router.ts": `
export function createCentreRouter(): { readonly board: number } {
  return { board: 1 };
}

export type CentreRouter = ReturnType<typeof createCentreRouter>;
`,
  "sync-server/cli.ts": `
import { ok } from "@gatehouse/protocols/result";
import { createCentreRouter } from "./api/centre-router.ts";

process.exitCode = ok(createCentreRouter().board);
`,
  "sync-server/cli.test.ts": `
import { expect, it } from "vitest";
import { PLACE } from "../test/support/place.ts";

it("knows the place", () => {
  expect(PLACE).toBe("gate");
});
`,
  "sync-server/web/app/main.tsx": `
import type { CentreRouter } from "../../api/centre-router.ts";

const first: CentreRouter = { board: 1 };
document.title = String(first.board);
`,
  "sync-server/web/vite.config.ts": `
import { defineConfig } from "vite";

export default defineConfig({});
`,
  "test/support/place.ts": `
export const PLACE = "gate";
`,
  "test/ui/page.test.ts": `
import { expect, it } from "vitest";

const titleOfPage = (): string => document.title;

it("knows the page's types", () => {
  expect(titleOfPage).toThrow("document");
});
`,
  "scripts/gatehouse.mjs": `
process.exitCode = 0;
`,
};
