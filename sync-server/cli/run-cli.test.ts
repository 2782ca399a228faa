import { describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

async function call(...args: string[]) {
  const said = { out: "", err: "" };
  const code = await runCli(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

describe("the command line", () => {
  it("lists its commands and explains each one", async () => {
    const overview = await call("--help");
    const commands = ["run", "invite", "sign-in-link", "stations", "revoke", "operators"];
    commands.push("operator-add", "operator-pin", "operator-remove");
    for (const command of commands) {
      expect(overview.out).toContain(command);
      expect(await call(command, "--help")).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^Usage: npm run server/),
      });
    }
  });

  it("says what was wrong with a call", async () => {
    const wrong = {
      dance: await call("dance"),
      nmae: await call("invite", "--nmae", "x"),
      "STATION-ID": await call("revoke"),
      "revoke STATION-ID": await call("revoke", "st-a", "st-b"),
    };
    for (const [words, answer] of Object.entries(wrong)) {
      expect(answer.code).toBe(1);
      expect(answer.err).toContain(words);
      expect(answer.out).toBe("");
    }
  });
});
