import { describe, expect, it } from "vitest";
import { describePorts } from "./list-ports.ts";

describe("the list of ports", () => {
  it("names a USB device by what stays when it is plugged in elsewhere", () => {
    const port = {
      path: "/dev/ttyACM0",
      vendorId: "0c2e",
      productId: "0b61",
      serialNumber: "S123",
      manufacturer: "Maker",
      pnpId: "usb-Maker_Scanner_S123-if00",
    };
    expect(describePorts([port])).toBe(
      [
        "/dev/serial/by-id/usb-Maker_Scanner_S123-if00",
        "  now at  /dev/ttyACM0",
        "  USB id  0c2e:0b61",
        "  serial  S123",
        "  maker   Maker",
        "",
      ].join("\n"),
    );
  });

  it("shows a built-in port by its path", () => {
    expect(describePorts([{ path: "/dev/ttyS0" }])).toBe("/dev/ttyS0\n  USB id  not USB\n");
  });

  it("says when there is none", () => {
    expect(describePorts([])).toBe("No serial port found.\n");
  });
});
