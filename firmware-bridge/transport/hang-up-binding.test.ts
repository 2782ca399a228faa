import { closeSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type UnixPort, withHangUps } from "./hang-up-binding.ts";

/** A port that answers every read with 0 bytes and is always readable, as a terminal that was hung up. */
function hungUp(fd: number | null): UnixPort {
  return withHangUps({
    isOpen: fd !== null,
    fd,
    poller: { once: (_event, tell) => setImmediate(() => tell(null)) },
    read: () => Promise.reject(new Error("serialport's own read would never end")),
  });
}

describe("a serial port whose other end is gone", () => {
  it("ends with the read that brings nothing, instead of reading for ever", async () => {
    const fd = openSync("/dev/null", "r");
    try {
      const reading = hungUp(fd).read(Buffer.alloc(16), 0, 16);
      await expect(reading).rejects.toMatchObject({ disconnect: true });
    } finally {
      closeSync(fd);
    }
  });

  it("is no loss when we closed it ourselves", async () => {
    const reading = hungUp(null).read(Buffer.alloc(16), 0, 16);
    await expect(reading).rejects.toMatchObject({ canceled: true });
  });
});
