import { describe, expect, it } from "vitest";
import { RequestFinder, RtuSlave } from "./rtu-slave.ts";

const READ_BOTH = "010400010002200b";

function slave(temperatureC = 30.5, humidityPct = 54.6) {
  return new RtuSlave(1, () => ({ temperatureC, humidityPct }));
}

function ask(device: RtuSlave, hex: string): string | null {
  const [request] = new RequestFinder().push(Buffer.from(hex, "hex"));
  if (!request) return null;
  return device.answer(request)?.toString("hex") ?? null;
}

describe("a simulated probe's bytes", () => {
  it.each([
    [30.5, "010404013102222ace"],
    [-20.5, "010404ff330222bae6"],
  ])("are the published answer at %f °C", (temperatureC, answer) => {
    expect(ask(slave(temperatureC), READ_BOTH)).toBe(answer);
  });

  it("are the published refusal", () => {
    const device = slave();
    device.change({ exceptionCode: 2 });
    expect(ask(device, READ_BOTH)).toBe("018402c2c1");
  });

  it("carry a wrong CRC once when that was asked for", () => {
    const device = slave();
    device.change({ isNextCorrupt: true });
    const spoilt = ask(device, READ_BOTH);
    expect(spoilt).toMatch(/^01040401310222/);
    expect(spoilt).not.toBe("010404013102222ace");
    expect(ask(device, READ_BOTH)).toBe("010404013102222ace");
  });

  it("do not come from a mute device, nor from another address, nor to a bad CRC", () => {
    const device = slave();
    const neighbour = new RtuSlave(2, () => ({ temperatureC: 0, humidityPct: 0 }));
    expect(ask(neighbour, READ_BOTH)).toBeNull();
    expect(ask(device, "010400010002200c")).toBeNull();
    device.change({ isMute: true });
    expect(ask(device, READ_BOTH)).toBeNull();
  });

  it("refuse what the device has not: another function, another register", () => {
    expect(ask(slave(), "0103010100029437")).toMatch(/^018301/);
    const beyond = new RequestFinder().push(Buffer.from("010400010001600a", "hex"))[0];
    beyond?.writeUInt16BE(9, 2);
    expect(beyond && slave().answer(beyond)?.toString("hex")).toMatch(/^018402/);
  });

  it("answer requests in any pieces, behind noise, one after the other", () => {
    const finder = new RequestFinder();
    const wire = Buffer.from(`00ff01${READ_BOTH}${READ_BOTH}`, "hex");
    const found = Array.from(wire, (byte) => finder.push(Uint8Array.of(byte))).flat();
    expect(found.map((request) => request.toString("hex"))).toEqual([READ_BOTH, READ_BOTH]);
  });
});
