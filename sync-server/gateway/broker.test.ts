import { connect } from "node:tls";
import { MAX_MESSAGE_BYTES } from "@gatehouse/protocols/wire/messages";
import { broadcastTopic, downFilter, stateTopic, upTopic } from "@gatehouse/protocols/wire/topics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../test/support/eventually.ts";
import type { RawStation, RawStationOptions } from "../../test/support/raw-station.ts";
import { StationRecords } from "../../test/support/station-records.ts";
import { makeSelfSigned, makeTestCa } from "../../test/support/test-ca.ts";
import { startTestPostgres, type TestPostgres } from "../../test/support/test-database.ts";
import { newStationId, TestGateway } from "../../test/support/test-gateway.ts";

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

/** Granted QoS of a subscription; 128 is a refusal (MQTT 3.1.1 §3.9.3). */
function subscribe(link: RawStation, filter: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    link.client.subscribe(filter, { qos: 0 }, (error, granted) => {
      resolve(error ? 128 : granted?.[0]?.qos);
    });
  });
}

async function alarmsOf(stationId: string): Promise<readonly string[]> {
  return await centre.column("select kind from alarm where station_id = $1", [stationId]);
}

describe("who is let in", () => {
  it("GW-2: a station of the registry with its own certificate", async () => {
    const enrolled = await centre.enrol();
    expect(await centre.knock(enrolled)).toBe("connected");
  });

  it("GW-2: nobody without a certificate", async () => {
    const { stationId } = await centre.enrol();
    expect(await centre.knock({ stationId, credential: null })).toBe("refused");
  });

  it("nobody with a self-signed certificate of the same name", async () => {
    const { stationId } = await centre.enrol();
    const credential = await makeSelfSigned(stationId);
    expect(await centre.knock({ stationId, credential })).toBe("refused");
  });

  it("GW-2: nobody with a certificate of another CA", async () => {
    const { stationId } = await centre.enrol();
    const credential = await (await makeTestCa()).issue(stationId);
    expect(await centre.knock({ stationId, credential })).toBe("refused");
  });

  it("GW-3: nobody whose certificate the registry does not know", async () => {
    const { stationId } = await centre.enrol();
    const credential = await centre.ca.issue(stationId);
    expect(await centre.knock({ stationId, credential })).toBe("refused");
  });

  it("GW-1: nobody whose certificate bears another name than the registry has for it", async () => {
    const { stationId } = await centre.enrol();
    const credential = await centre.ca.issue(newStationId());
    await centre.database.pool.query(
      `insert into station_certificate (fingerprint, station_id, public_key_hash, certificate_pem)
       values ($1, $2, '', $3)`,
      [credential.fingerprint, stationId, credential.certPem],
    );
    expect(await centre.knock({ stationId, credential })).toBe("refused");
  });

  it("nobody with TLS 1.1", async () => {
    const { credential } = await centre.enrol();
    const outcome = await new Promise((resolve) => {
      const socket = connect({
        host: "127.0.0.1",
        port: centre.gateway.port,
        ca: centre.ca.caPem,
        key: credential.keyPem,
        cert: credential.certPem,
        minVersion: "TLSv1.1",
        maxVersion: "TLSv1.1",
        ciphers: "DEFAULT@SECLEVEL=0",
      });
      socket.on("secureConnect", () => resolve("connected"));
      socket.on("error", () => resolve("refused"));
      socket.on("close", () => resolve("refused"));
    });
    expect(outcome).toBe("refused");
  });

  const claims: readonly [string, string, RawStationOptions["changes"]][] = [
    ["another client id", "foreign-client-id", { clientId: "st-another" }],
    ["another user name", "foreign-user-name", { username: "st-another", password: "x" }],
    ["a stored session", "persistent-session", { clean: false }],
    [
      "a will in another station's name",
      "foreign-will",
      {
        will: {
          topic: "gh/v1/s/st-another/state",
          payload: Buffer.from("x"),
          qos: 1,
          retain: true,
        },
      },
    ],
  ];

  it.each(claims)("GW-1, GW-4, GW-5: not with %s", async (_, reason, changes) => {
    const enrolled = await centre.enrol();
    expect(await centre.knock({ ...enrolled, changes: changes ?? {} })).toBe("refused");
    expect(centre.gateway.faultCounts().get(reason)).toBeGreaterThan(0);
  });
});

describe("what a station may say", () => {
  it("GW-5: nothing in another station's name: its connection is closed and an alarm raised", async () => {
    const { stationId, link } = await centre.station();
    const other = await centre.station();
    const records = new StationRecords(other.stationId);
    records.scans(1);
    const { message } = records.batch(1, 1);
    link.publish(upTopic(other.stationId, "ev"), message);
    await link.closed();
    await eventually(
      "alarm",
      async () => (await alarmsOf(stationId)).includes("foreign-topic") || null,
    );
    expect(await centre.storedSeqs(other.stationId)).toEqual([]);
    expect(other.link.isOpen).toBe(true);
  });

  it("raises one alarm a minute, however often it tries", async () => {
    const enrolled = await centre.enrol();
    for (let time = 0; time < 3; time += 1) {
      const link = await centre.connect(enrolled);
      link.publish("gh/v1/s/st-another/state", "x");
      await link.closed();
    }
    await eventually("alarm", async () => (await alarmsOf(enrolled.stationId)).length || null);
    expect(await alarmsOf(enrolled.stationId)).toEqual(["foreign-topic"]);
  });

  const topics = ["$SYS/x", "gh/v1/bc/results", "gh/v1/s/st-another/state", "anything"];
  it.each(topics)("GW-7: nothing on %s", async (topic) => {
    const { link } = await centre.station();
    link.publish(topic, "x");
    await link.closed();
  });

  it("nothing on its own down topics", async () => {
    const { stationId, link } = await centre.station();
    link.publish(`gh/v1/s/${stationId}/down/ack`, "x");
    await link.closed();
    expect(link.received).toEqual([]);
  });

  it("nothing retained but its state, nothing with QoS 2", async () => {
    const first = await centre.station();
    first.link.publish(upTopic(first.stationId, "hello"), "{}", { retain: true });
    await first.link.closed();
    const second = await centre.station();
    second.link.publish(upTopic(second.stationId, "hello"), "{}", { qos: 2 });
    await second.link.closed();
  });

  it("GW-6: a message of the greatest size, and not one byte more", async () => {
    const { stationId, link } = await centre.station();
    link.publish(upTopic(stationId, "ev"), Buffer.alloc(MAX_MESSAGE_BYTES, 0x20));
    await link.hello();
    link.publish(upTopic(stationId, "ev"), Buffer.alloc(MAX_MESSAGE_BYTES + 1, 0x20));
    await link.closed();
  });

  it("is cut at the header of a packet far too large", async () => {
    const { link } = await centre.station();
    // PUBLISH with a remaining length of 256 MB (MQTT 3.1.1 §2.2.3), and none of it sent.
    link.client.stream.write(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f));
    await link.closed();
  });
});

describe("what a station hears", () => {
  it("GW-5: of other stations nothing, whatever it subscribes to", async () => {
    const { link } = await centre.station();
    const other = await centre.station();
    const filters = [
      "#",
      "+/+/+/+/+/+",
      "gh/v1/s/+/down/+",
      "gh/v1/s/+/state",
      downFilter(other.stationId),
      stateTopic(other.stationId),
      upTopic(other.stationId, "ev"),
      "gh/v1/bc/#",
      "$SYS/#",
    ];
    for (const filter of filters)
      expect([filter, await subscribe(link, filter)]).toEqual([filter, 128]);
    const records = new StationRecords(other.stationId);
    records.scans(1);
    const { id, message } = records.batch(1, 1);
    other.link.send(message);
    await other.link.ackOf(id);
    await link.hello();
    expect(link.received.map(({ topic }) => topic)).toEqual([
      expect.stringMatching(/down\/hello$/),
    ]);
  });

  it("its own down topics and exact broadcasts", async () => {
    const { stationId, link } = await centre.station();
    expect(await subscribe(link, `gh/v1/s/${stationId}/down/ack`)).toBe(0);
    expect(await subscribe(link, broadcastTopic("red-filter"))).toBe(0);
  });
});

describe("a connection in force", () => {
  it("GW-3: is cut when its station is revoked, and not let in again", async () => {
    const { stationId, credential, link } = await centre.station();
    await centre.database.pool.query(
      "update station set revoked_at = now() where station_id = $1",
      [stationId],
    );
    await link.closed();
    expect(await centre.knock({ stationId, credential })).toBe("refused");
  });

  it("is cut when its certificate is revoked; the station's new one is let in", async () => {
    const { stationId, credential, link } = await centre.station();
    const renewed = await centre.ca.issue(stationId);
    await centre.database.pool.query(
      `insert into station_certificate (fingerprint, station_id, public_key_hash, certificate_pem)
       values ($1, $2, '', '')`,
      [renewed.fingerprint, stationId],
    );
    await centre.database.pool.query(
      "update station_certificate set revoked_at = now() where fingerprint = $1",
      [credential.fingerprint],
    );
    await link.closed();
    expect(await centre.knock({ stationId, credential: renewed })).toBe("connected");
  });

  it("gives way to a newer one of the same station", async () => {
    const { stationId, credential, link } = await centre.station();
    const newer = await centre.connect({ stationId, credential });
    await link.closed();
    await newer.hello();
    expect(await alarmsOf(stationId)).toEqual([]);
  });

  it("raises an alarm when two machines keep taking it from each other", async () => {
    const { stationId, credential, link } = await centre.station();
    let older = link;
    for (let time = 0; time < 4; time += 1) {
      const newer = await centre.connect({ stationId, credential });
      await older.closed();
      older = newer;
    }
    await eventually("alarm", async () => (await alarmsOf(stationId)).length || null);
    expect(await alarmsOf(stationId)).toEqual(["identity-elsewhere"]);
  });
});
