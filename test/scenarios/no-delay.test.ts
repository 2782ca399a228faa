import { Socket } from "node:net";
import { openMqttLink } from "@gatehouse/desktop/host/sync/mqtt-link";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestPostgres, type TestPostgres } from "../support/test-database.ts";
import { TestGateway } from "../support/test-gateway.ts";

/** Remembers for which sockets the process asks the operating system for TCP_NODELAY. */
function recordNoDelay(): { readonly sockets: Set<Socket>; restore(): void } {
  const sockets = new Set<Socket>();
  const original = Socket.prototype.setNoDelay;
  Socket.prototype.setNoDelay = function setNoDelay(this: Socket, enable?: boolean) {
    if (enable !== false) sockets.add(this);
    return original.call(this, enable);
  };
  return {
    sockets,
    restore: () => {
      Socket.prototype.setNoDelay = original;
    },
  };
}

describe("a station's link", () => {
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

  it("GW-30: carries TCP_NODELAY at both ends", async () => {
    const recorded = recordNoDelay();
    const { stationId, credential } = await centre.enrol();
    const { port } = centre.gateway;
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    const link = openMqttLink(
      {
        station: stationId,
        brokerUrl: `mqtts://127.0.0.1:${port}`,
        certificatePem: credential.certPem,
        keyPem: credential.keyPem,
        caPem: centre.ca.caPem,
        will: "{}",
      },
      {
        onReady: resolve,
        onMessage: () => undefined,
        onClosed: (code, detail) => reject(new Error(`${code}: ${detail}`)),
      },
    );
    try {
      await ready;
      const ends = [...recorded.sockets];
      expect(ends.some((socket) => socket.remotePort === port)).toBe(true);
      expect(ends.some((socket) => socket.localPort === port)).toBe(true);
    } finally {
      recorded.restore();
      await link.close();
    }
  });
});
