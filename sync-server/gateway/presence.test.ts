import type { StationId } from "@gatehouse/protocols/ids";
import type { StationState } from "@gatehouse/protocols/wire/messages";
import { stateTopic } from "@gatehouse/protocols/wire/topics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../test/support/eventually.ts";
import { startTestPostgres, type TestPostgres } from "../../test/support/test-database.ts";
import { TestGateway } from "../../test/support/test-gateway.ts";

let postgres: TestPostgres;
let centre: TestGateway;

beforeAll(async () => {
  postgres = await startTestPostgres();
  centre = await TestGateway.start(await postgres.createDatabase());
});

afterAll(async () => {
  await centre?.close();
  await postgres?.close();
});

const BIRTH: StationState = {
  v: 1,
  online: true,
  session: "s1",
  atMs: 1_768_449_600_000,
  role: "checkpoint",
  softwareVersion: "0.1.0",
  unsent: 7,
  oldestUnsentAtMs: 1_768_449_500_000,
  devices: [{ deviceId: "d1", kind: "scanner", name: null, state: "ready", sinceMs: 1 }],
  storeOk: true,
  onDuty: ["7001", "7002"],
  isTraining: true,
  bundles: [{ kind: "operators", version: 3 }],
};
const DEATH: StationState = {
  ...BIRTH,
  online: false,
  atMs: null,
  unsent: null,
  oldestUnsentAtMs: null,
  devices: [],
  onDuty: null,
  isTraining: false,
  bundles: [],
};

describe("presence", () => {
  async function stateOf(stationId: string) {
    const { rows } = await centre.database.pool.query(
      "select * from station_state where station_id = $1",
      [stationId],
    );
    return rows[0] ?? null;
  }

  async function until(stationId: string, wanted: Record<string, unknown>): Promise<void> {
    await eventually(`state ${JSON.stringify(wanted)}`, async () => {
      const state = await stateOf(stationId);
      return Object.entries(wanted).every(([key, value]) => state?.[key] === value) || null;
    });
  }

  function willOf(stationId: StationId, state: StationState) {
    const payload = Buffer.from(JSON.stringify(state));
    return { will: { topic: stateTopic(stationId), payload, qos: 1, retain: true } } as const;
  }

  it("GW-26: keeps what a station says of itself", async () => {
    const { stationId, link } = await centre.station();
    link.state(BIRTH);
    await until(stationId, { online: true, session: "s1", unsent: 7, store_ok: true });
  });

  it("counts a station as what it says that it is, whatever its invitation said", async () => {
    // Its place in the registry was made for a checkpoint.
    const { stationId, link } = await centre.station();
    const roles = () =>
      centre.column<string>("select role from station where station_id = $1", [stationId]);
    link.state({ ...BIRTH, role: "room" });
    await until(stationId, { role: "room" });
    expect(await roles()).toEqual(["room"]);
    link.state({ ...DEATH, role: "sampling", session: "s0" });
    link.state({ ...BIRTH, role: "room", unsent: 8 });
    await until(stationId, { unsent: 8 });
    expect(await roles()).toEqual(["room"]);
  });

  it("hears of a death by the will, and keeps the last known number of unsent events", async () => {
    const enrolled = await centre.enrol();
    const link = await centre.connect({ ...enrolled, changes: willOf(enrolled.stationId, DEATH) });
    link.state(BIRTH);
    await until(enrolled.stationId, { online: true });
    link.cut();
    await until(enrolled.stationId, { online: false, unsent: 7, store_ok: true });
  });

  it("GW-43: keeps who is on duty, whether a training is shown, and which bundles it works by", async () => {
    const { stationId, link } = await centre.station();
    link.state(BIRTH);
    await until(stationId, { online: true });
    expect(await stateOf(stationId)).toMatchObject({
      on_duty: ["7001", "7002"],
      is_training: true,
      bundles: [{ kind: "operators", version: 3 }],
    });
    link.state({ ...BIRTH, unsent: 8, onDuty: [], isTraining: false });
    await until(stationId, { unsent: 8 });
    expect(await stateOf(stationId)).toMatchObject({ on_duty: [], is_training: false });
  });

  it("GW-43: keeps by a will what was last known of duty, training and bundles", async () => {
    const { stationId, link } = await centre.station();
    link.state(BIRTH);
    await until(stationId, { online: true });
    link.state(DEATH);
    await until(stationId, { online: false });
    expect(await stateOf(stationId)).toMatchObject({
      on_duty: ["7001", "7002"],
      is_training: true,
      bundles: [{ kind: "operators", version: 3 }],
      devices: BIRTH.devices,
    });
  });

  it("takes the state of an older station, which says nothing of duty, training and bundles", async () => {
    const { stationId, link } = await centre.station();
    const { onDuty: _duty, isTraining: _training, bundles: _bundles, ...older } = BIRTH;
    link.state(older);
    await until(stationId, { online: true, unsent: 7 });
    const unknown = { on_duty: null, is_training: false, bundles: [] };
    expect(await stateOf(stationId)).toMatchObject(unknown);
  });

  it("shows no control characters of a name", async () => {
    const { stationId, link } = await centre.station();
    const [device] = BIRTH.devices;
    if (!device) throw new Error("a device is there");
    const devices = [{ ...device, name: "door[2J" }];
    link.state({ ...BIRTH, onDuty: ["70‮01"], devices });
    await until(stationId, { online: true });
    expect(await stateOf(stationId)).toMatchObject({
      on_duty: ["70·01"],
      devices: [{ name: "door·[2J" }],
    });
  });

  it("GW-27: does not let a late will of an earlier session end a living one", async () => {
    const { stationId, link } = await centre.station();
    link.state({ ...BIRTH, session: "s2" });
    await until(stationId, { session: "s2" });
    link.state({ ...DEATH, session: "s1" });
    link.state({ ...BIRTH, session: "s2", unsent: 8 });
    await until(stationId, { unsent: 8 });
    link.state({ ...DEATH, session: "s1" });
    const other = await centre.station();
    other.link.state(BIRTH);
    await until(other.stationId, { online: true });
    expect(await stateOf(stationId)).toMatchObject({ online: true, session: "s2" });
  });

  it("takes nobody for online after a restart until heard", async () => {
    const { stationId, link } = await centre.station();
    link.state(BIRTH);
    await until(stationId, { online: true });
    await centre.restart();
    await until(stationId, { online: false, unsent: 7 });
  });
});
