import type { CodeRead } from "@gatehouse/protocols/event/scan-events";

/** `deviceId` of what was typed by hand. */
const KEYPAD = "keypad";

/** A typed code, as a read. */
export function typedRead(payload: string): CodeRead {
  return {
    deviceId: KEYPAD,
    payload,
    encoding: "typed",
    aimId: null,
    symbology: null,
    terminator: "typed",
  };
}

/** Where a read came from, as an event says it. */
export function sourceOf(read: CodeRead): "device" | "manual" {
  return read.terminator === "typed" ? "manual" : "device";
}
