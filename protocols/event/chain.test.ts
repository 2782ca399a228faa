import { createHmac, hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Digests } from "../crypto-suite.ts";
import { bodyDigestOf, eventHashOf, verifyEvent } from "./chain.ts";
import { type EventHeader, GENESIS_HASH, parseStoredEvent, type StoredEvent } from "./envelope.ts";

const digests: Digests = {
  hash: (algorithm, text) => hash(algorithm, text, "base64url"),
  mac: (algorithm, key, text) =>
    createHmac(algorithm, Buffer.from(key, "base64url")).update(text).digest("base64url"),
};

const SALT = Buffer.alloc(32, 7).toString("base64url");

function eventWith(body: StoredEvent["body"], changes: Partial<EventHeader> = {}): StoredEvent {
  const header = {
    eventId: "019ad2c0-0000-7000-8000-000000000001",
    type: "scan.recorded",
    schemaVersion: 1,
    stationId: "st-test",
    epoch: "0123456789abcdef",
    seq: 1,
    wallTimeMs: 1_795_363_200_000,
    monotonicMs: 12.5,
    clockOffsetMs: null,
    clockUncertaintyMs: null,
    actors: [],
    shiftId: null,
    siteId: "east",
    laneId: "2",
    mode: "live",
    source: "device",
    suite: "gh1",
    prevHash: GENESIS_HASH,
    bodyDigest: bodyDigestOf(digests, SALT, body),
    ...changes,
  } as Omit<EventHeader, "hash">;
  return { header: { ...header, hash: eventHashOf(digests, header) }, salt: SALT, body };
}

describe("the chain of events", () => {
  it("GW-24: gives the same hash for ever, or old stores would not verify", () => {
    const { header } = eventWith({ payload: "X", deviceId: "scanner-1" });
    // Both computed apart from this code, with Python's hashlib and json.
    expect(header.bodyDigest).toBe("cThC0lNcAoZII-wxhL3s7Q-_A-befXI9hCpBJwmK8bk");
    expect(header.hash).toBe("RkNpL432pFeBNSi4etrTG0iFKbJmweVXMGc6Agl-m6g");
  });

  it("takes an event that stands, and one that follows its predecessor", () => {
    const first = eventWith({ a: 1 });
    const second = eventWith({ a: 2 }, { seq: 2, prevHash: first.header.hash });
    expect(verifyEvent(digests, first, GENESIS_HASH)).toEqual({ ok: true, value: true });
    expect(verifyEvent(digests, second, first.header.hash)).toEqual({ ok: true, value: true });
  });

  it("finds a change of any header field", () => {
    const event = eventWith({ a: 1 });
    const changes = {
      seq: 9,
      wallTimeMs: 1,
      siteId: "west",
      mode: "training",
      laneId: null,
    } as const;
    for (const [field, value] of Object.entries(changes)) {
      const forged = { ...event, header: { ...event.header, [field]: value } };
      expect(verifyEvent(digests, forged, null), field).toMatchObject({ reason: "hash-mismatch" });
    }
  });

  it("GW-25: finds another body or another salt, and hides the body without its salt", () => {
    const event = eventWith({ payload: "110101194912310021" });
    const otherSalt = Buffer.alloc(32, 8).toString("base64url");
    const reason = { reason: "body-digest-mismatch" };
    expect(verifyEvent(digests, { ...event, body: { payload: "X" } }, null)).toMatchObject(reason);
    expect(verifyEvent(digests, { ...event, salt: otherSalt }, null)).toMatchObject(reason);
    expect(bodyDigestOf(digests, otherSalt, event.body)).not.toBe(event.header.bodyDigest);
  });

  it("finds a missing predecessor", () => {
    const event = eventWith({ a: 1 }, { prevHash: "B".repeat(43) });
    expect(verifyEvent(digests, event, GENESIS_HASH)).toMatchObject({ reason: "chain-broken" });
  });
});

describe("reading an event", () => {
  const event = eventWith({ a: 1 });

  it("takes what was written", () => {
    expect(parseStoredEvent(JSON.parse(JSON.stringify(event)))).toEqual({ ok: true, value: event });
  });

  it.each([
    ["nothing", undefined],
    ["a text", "x"],
    ["no salt", { header: event.header, body: {} }],
    ["a field too many", { ...event, extra: 1 }],
    ["a foreign suite", { ...event, header: { ...event.header, suite: "gm9" } }],
    ["seq 0", { ...event, header: { ...event.header, seq: 0 } }],
    [
      "five actors",
      {
        ...event,
        header: { ...event.header, actors: new Array(5).fill({ operatorId: "a", role: "guard" }) },
      },
    ],
    [
      "an unknown role",
      { ...event, header: { ...event.header, actors: [{ operatorId: "a", role: "king" }] } },
    ],
  ])("refuses %s", (_, input) => {
    expect(parseStoredEvent(input)).toMatchObject({ ok: false, reason: "malformed-event" });
  });
});
