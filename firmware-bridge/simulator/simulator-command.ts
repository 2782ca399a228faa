import { readJsonLine } from "./json-line.ts";

/** What a simulated scanner is told on its standard input. */
export type SimulatorCommand =
  | { readonly kind: "scan"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "unplug" }
  | { readonly kind: "plug" };

/** Reads one line; null when it is none of the commands. */
export function readSimulatorCommand(line: string): SimulatorCommand | null {
  const input = readJsonLine(line);
  if (input === null) return null;
  if (typeof input.scan === "string") return { kind: "scan", text: input.scan };
  if (typeof input.bytesHex === "string" && /^([0-9a-f]{2})*$/i.test(input.bytesHex)) {
    return { kind: "bytes", bytes: Buffer.from(input.bytesHex, "hex") };
  }
  if (input.unplug === true) return { kind: "unplug" };
  if (input.plug === true) return { kind: "plug" };
  return null;
}
