import { describe, expect, it } from "vitest";
import { serialOpenErrorCode } from "./serial-errors.ts";

describe("the code of a port that does not open", () => {
  it.each([
    ["Error: No such file or directory, cannot open /dev/ttyACM0", "device.absent"],
    ["Error Resource temporarily unavailable Cannot lock port", "device.busy"],
    ["Error: Device or resource busy, cannot open /dev/ttyACM0", "device.busy"],
    ["Error: Resource busy, cannot open /dev/tty.usbmodem1", "device.busy"],
    ["Error: Permission denied, cannot open /dev/ttyACM0", "device.denied"],
    ["Opening COM3: File not found", "device.absent"],
    ["Opening COM3: Access denied", "device.busy"],
  ])("of %j is %s", (message, code) => {
    expect(serialOpenErrorCode(message)).toBe(code);
  });
});
