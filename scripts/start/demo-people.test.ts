import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hireDemoPeople } from "./demo-people.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gh-demo-people-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A centre's register as its commands show it; it can be lost after some commands. */
function openCentre() {
  const pins = new Map<string, string>();
  let drawn = 0;
  let commandsLeft = Number.POSITIVE_INFINITY;
  const answer = (command: string, args: readonly string[]): unknown => {
    if (command === "operators") {
      return { operators: [...pins.keys()].map((operatorId) => ({ operatorId })) };
    }
    const operatorId = args[command === "operator-add" ? 1 : 0] ?? "";
    if (pins.has(operatorId) !== (command === "operator-pin")) throw new Error("refused");
    drawn += 1;
    pins.set(operatorId, String(100_000 + drawn));
    return { pin: pins.get(operatorId) };
  };
  return {
    pins,
    loseAfter(commands: number) {
      commandsLeft = commands;
    },
    async ask<Answer>(command = "", ...args: readonly string[]): Promise<Answer> {
      commandsLeft -= 1;
      if (commandsLeft < 0) throw new Error("the centre ended");
      return answer(command, args) as Answer;
    },
  };
}

it("puts five people on the list once, and remembers their PINs", async () => {
  const centre = openCentre();
  const people = await hireDemoPeople(centre, folder);
  expect(people.map(({ operatorId, pin }) => [operatorId, pin])).toEqual([...centre.pins]);
  expect(people).toHaveLength(5);
  expect(await hireDemoPeople(centre, folder)).toEqual(people);
});

it("goes on where a start was ended in the middle of it", async () => {
  const centre = openCentre();
  centre.loseAfter(3);
  await expect(hireDemoPeople(centre, folder)).rejects.toThrow("the centre ended");
  expect(centre.pins.size).toBe(2);
  centre.loseAfter(Number.POSITIVE_INFINITY);
  const people = await hireDemoPeople(centre, folder);
  expect(new Map(people.map(({ operatorId, pin }) => [operatorId, pin]))).toEqual(centre.pins);
  expect(centre.pins.size).toBe(5);
});
