import type { CloseReason, Transport } from "@gatehouse/firmware-bridge/transport/transport";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A device under a transport, as the suite needs it. */
export interface TransportRig {
  /** A fresh transport to the device. */
  openTransport(): Transport;
  /** The device sends. */
  send(bytes: Uint8Array): void;
  /** All that the device has taken so far. */
  received(): Uint8Array;
  /** The device takes nothing any more. */
  stall(): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

const WAIT = { timeout: 40_000, interval: 5 };
/** More than every buffer between host and device holds. */
const TOO_MUCH = new Uint8Array(200 * 1024).fill(0x41);
const DEADLINE_MS = 30_000;

const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const never = () => new AbortController().signal;

/** A transport with everything it told. */
function record(transport: Transport) {
  const chunks: number[] = [];
  const ends: CloseReason[] = [];
  transport.onChunk((bytes) => chunks.push(...bytes));
  transport.onClosed((reason) => ends.push(reason));
  return { transport, chunks, ends, endCodes: () => ends.map(endCode) };
}

function endCode(reason: CloseReason): string {
  return reason.kind === "lost" ? reason.error.code : reason.kind;
}

/** What every transport promises; each adapter's test file starts its rig and calls this. */
export function describeTransport(name: string, startRig: () => Promise<TransportRig>): void {
  describe(name, () => {
    let rig: TransportRig;
    beforeEach(async () => {
      rig = await startRig();
    });
    afterEach(() => rig.close());

    async function openRecorded() {
      const recorded = record(rig.openTransport());
      await recorded.transport.open(never());
      return recorded;
    }

    describe("while connected", () => {
      it("brings every byte of the device, in order", async () => {
        const { transport, chunks } = await openRecorded();
        rig.send(everyByte);
        rig.send(everyByte);
        await expect.poll(() => chunks.length, WAIT).toBe(512);
        expect(chunks).toEqual([...everyByte, ...everyByte]);
        await transport.close();
      });

      it("takes every byte to the device, in order", async () => {
        const { transport } = await openRecorded();
        await Promise.all([
          transport.write(everyByte, DEADLINE_MS),
          transport.write(everyByte, DEADLINE_MS),
        ]);
        await expect.poll(() => rig.received().length, WAIT).toBe(512);
        expect([...rig.received()]).toEqual([...everyByte, ...everyByte]);
        await transport.close();
      });

      it("stops telling a listener that was removed", async () => {
        const { transport, chunks } = await openRecorded();
        const heard: number[] = [];
        const remove = transport.onChunk((bytes) => heard.push(...bytes));
        remove();
        rig.send(bytesOf("A"));
        await expect.poll(() => chunks.length, WAIT).toBe(1);
        expect(heard).toEqual([]);
        await transport.close();
      });
    });

    describe("when it cannot be opened", () => {
      it("says that the device is absent", async () => {
        await rig.unplug();
        const { transport, ends } = record(rig.openTransport());
        await expect(transport.open(never())).rejects.toMatchObject({ code: "device.absent" });
        await transport.close();
        expect(ends).toEqual([]);
      });

      it("says that the port is busy, and leaves its holder alone", async () => {
        const holder = await openRecorded();
        await expect(rig.openTransport().open(never())).rejects.toMatchObject({
          code: "device.busy",
        });
        rig.send(bytesOf("A"));
        await expect.poll(() => holder.chunks.length, WAIT).toBe(1);
        await holder.transport.close();
      });

      it("is not opened for a caller who has given up", async () => {
        const stop = new AbortController();
        stop.abort(new Error("given up"));
        await expect(rig.openTransport().open(stop.signal)).rejects.toThrow("given up");
        const next = await openRecorded();
        await next.transport.close();
      });

      it("refuses to be opened twice", async () => {
        const { transport } = await openRecorded();
        await expect(transport.open(never())).rejects.toThrow("opened once");
        await transport.close();
      });
    });

    describe("at its end", () => {
      it("tells a pulled plug exactly once and refuses writes from then on", async () => {
        const { transport, endCodes } = await openRecorded();
        await rig.unplug();
        await expect.poll(endCodes, WAIT).toEqual(["device.disconnected"]);
        await expect(transport.write(bytesOf("A"), DEADLINE_MS)).rejects.toMatchObject({
          code: "device.disconnected",
        });
        await transport.close();
        expect(endCodes()).toEqual(["device.disconnected"]);
      });

      it("tells a plug pulled during a write exactly once, and fails that write", async () => {
        const { transport, endCodes } = await openRecorded();
        rig.stall();
        const write = transport.write(TOO_MUCH, DEADLINE_MS);
        const outcome = expect(write).rejects.toMatchObject({ code: "device.disconnected" });
        await rig.unplug();
        await outcome;
        await expect.poll(endCodes, WAIT).toEqual(["device.disconnected"]);
        await transport.close();
        expect(endCodes()).toEqual(["device.disconnected"]);
      });

      it("fails a write that the device does not take in time, and ends there", async () => {
        const { transport, endCodes } = await openRecorded();
        rig.stall();
        await expect(transport.write(TOO_MUCH, 50)).rejects.toMatchObject({
          code: "device.write-timeout",
        });
        expect(endCodes()).toEqual(["device.write-timeout"]);
        await transport.close();
        expect(endCodes()).toEqual(["device.write-timeout"]);
      });

      it("closes as often as asked, tells it once and frees the port", async () => {
        const { transport, endCodes } = await openRecorded();
        await Promise.all([transport.close(), transport.close()]);
        await transport.close();
        expect(endCodes()).toEqual(["local"]);
        const next = await openRecorded();
        rig.send(bytesOf("A"));
        await expect.poll(() => next.chunks.length, WAIT).toBe(1);
        await next.transport.close();
      });

      it("frees the port when it is closed while opening", async () => {
        const { transport } = record(rig.openTransport());
        const opening = transport.open(never()).catch(() => undefined);
        await transport.close();
        await opening;
        const next = await openRecorded();
        await next.transport.close();
      });

      it("works again with a fresh transport after the device is back", async () => {
        const first = await openRecorded();
        await rig.unplug();
        await expect.poll(first.endCodes, WAIT).toEqual(["device.disconnected"]);
        await rig.plug();
        const second = await openRecorded();
        rig.send(bytesOf("AGAIN"));
        await expect.poll(() => second.chunks.length, WAIT).toBe(5);
        expect(first.chunks).toEqual([]);
        await first.transport.close();
        await second.transport.close();
      });
    });
  });
}
