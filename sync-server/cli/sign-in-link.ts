import { randomBytes } from "node:crypto";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { createSignInLink } from "../api/sign-in-store.ts";
import type { Command } from "./command.ts";

/** `sign-in-link`: a one-time way into the command centre. */
export const SIGN_IN_LINK: Command = {
  summary: "make a one-time link into the command centre",
  help: `Usage: npm run server -- sign-in-link [--json]

Prints a link that signs one browser in. It works once, within ten minutes.`,
  options: [],
  positionals: { min: 0, max: 0 },
  async run({ runtime, database }) {
    const webUrl = runtime.addresses?.webUrl;
    if (webUrl === undefined) throw new GatehouseError("centre.not-running", "still starting");
    const source = { nowMs: () => Date.now(), randomBytes };
    const { path, expiresAtMs } = await createSignInLink(database.kysely, source);
    const url = `${webUrl}${path}`;
    return { lines: [url], json: { url, expiresAtMs } };
  },
};
