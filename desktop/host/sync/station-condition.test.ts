import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import { stationStateSchema } from "@gatehouse/protocols/wire/messages";
import { expect, it } from "vitest";
import { conditionOf } from "./station-condition.ts";

const AT_MS = 1_700_000_000_000;
const VIEW = quietView(AT_MS, {
  unsent: { count: 4, oldestAtMs: AT_MS - 9_000 },
  devices: [
    { deviceId: "probe-1", kind: "probe", name: "机柜 A3", state: "lost", sinceMs: 5, code: null },
  ],
});
const BUNDLES = [{ kind: "operators", version: 7 }];

it("GW-43: tells who is on duty, that no training is shown, and the versions of the bundles", () => {
  const { onDuty, isTraining, bundles } = conditionOf(VIEW, BUNDLES);
  expect({ onDuty, isTraining, bundles }).toEqual({
    onDuty: ["1001"],
    isTraining: false,
    bundles: BUNDLES,
  });
});

it("GW-43: still names those who locked the screen, and nobody once they went off duty", () => {
  const { duty } = VIEW;
  expect(conditionOf({ ...VIEW, duty: { ...duty, state: "locked" } }, []).onDuty).toEqual(["1001"]);
  expect(conditionOf({ ...VIEW, duty: { ...duty, state: "off" } }, []).onDuty).toEqual([]);
});

it("GW-43: tells that a training is shown, with what is unsent of the live space", () => {
  const condition = conditionOf({ ...VIEW, mode: "training" }, BUNDLES);
  expect(condition).toMatchObject({ isTraining: true, unsent: 4, oldestUnsentAtMs: AT_MS - 9_000 });
});

it("is all that a state message holds, names of devices and the role with it", () => {
  const connection = { v: 1, online: true, session: "s:1", atMs: AT_MS };
  const state = { ...connection, ...conditionOf(VIEW, BUNDLES) };
  expect(stationStateSchema.parse(state)).toEqual(state);
  expect(state).toMatchObject({
    role: "checkpoint",
    devices: [{ deviceId: "probe-1", kind: "probe", name: "机柜 A3", state: "lost", sinceMs: 5 }],
    storeOk: true,
  });
});

it("holds no name of a person", () => {
  expect(JSON.stringify(conditionOf(VIEW, BUNDLES))).not.toContain("李卫");
});
