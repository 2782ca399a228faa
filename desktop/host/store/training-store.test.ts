import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../clock.ts";
import { nodeRandomBytes } from "../digests.ts";
import { openStationStore } from "./station-store.ts";
import { readRows } from "./store-reading.ts";
import { removeTrainingStore, TRAINING_FOLDER } from "./training-store.ts";

let data: string;
let training: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "gatehouse-training-"));
  training = join(data, TRAINING_FOLDER);
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function open(folder: string) {
  const logger = pino({ level: "silent" });
  return openStationStore({ folder, clock: systemClock, random: nodeRandomBytes, logger });
}

function positionOf(id: string) {
  return { id, epoch: id as never, ackedSeq: 1 };
}

describe("a training's store", () => {
  it("stands open beside the real one, with a key of its own, and shares nothing", async () => {
    const [real, played] = [await open(data), await open(training)];
    await real.positions.insert(positionOf("real"));
    await played.positions.insert(positionOf("played"));
    expect(await readRows(real.positions, {})).toMatchObject([{ id: "real" }]);
    expect(await readRows(played.positions, {})).toMatchObject([{ id: "played" }]);
    expect(real.lookupHash("tube:B1")).not.toBe(played.lookupHash("tube:B1"));
    await Promise.all([real.close(), played.close()]);
  });

  it("is gone after its removal, and the next one begins empty beside the untouched real one", async () => {
    const real = await open(data);
    await real.positions.insert(positionOf("real"));
    for (const id of ["first", "second"]) {
      const played = await open(training);
      expect(await readRows(played.positions, {})).toEqual([]);
      await played.positions.insert(positionOf(id));
      await played.close();
      removeTrainingStore(training);
      expect(readdirSync(training)).toEqual([]);
    }
    expect(await readRows(real.positions, {})).toMatchObject([{ id: "real" }]);
    await real.close();
  });

  it("is not removed while it is open", async () => {
    const played = await open(training);
    const key = readFileSync(join(training, "store.key"));
    expect(() => removeTrainingStore(training)).toThrow(
      expect.objectContaining({ code: "store.in-use" }) as GatehouseError,
    );
    expect(readFileSync(join(training, "store.key"))).toEqual(key);
    await played.close();
  });

  it("is the only store that can be removed", async () => {
    await (await open(data)).close();
    expect(() => removeTrainingStore(data)).toThrow(TypeError);
    expect(() => removeTrainingStore(join(training, "..", "other"))).toThrow(TypeError);
    expect(existsSync(join(data, "store.db"))).toBe(true);
  });

  it("need not be there to be removed", () => {
    removeTrainingStore(training);
    expect(existsSync(training)).toBe(false);
  });
});
