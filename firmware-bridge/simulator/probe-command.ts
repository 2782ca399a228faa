import { readJsonLine } from "./json-line.ts";
import type { Climate } from "./probe-climate.ts";
import type { SlaveSettings } from "./rtu-slave.ts";

/** What a simulated wire with probes is told on its standard input. */
export type ProbeCommand =
  | { readonly kind: "set"; readonly climate: Partial<Climate>; readonly address: number | null }
  | {
      readonly kind: "change";
      readonly settings: Partial<SlaveSettings>;
      readonly address: number | null;
    }
  | { readonly kind: "split"; readonly isOn: boolean }
  | { readonly kind: "unplug" }
  | { readonly kind: "plug" };

/** Reads one line; null when it is none of the commands. Without an address all probes are meant. */
export function readProbeCommand(line: string): ProbeCommand | null {
  const input = readJsonLine(line);
  if (input === null) return null;
  if (input.unplug === true) return { kind: "unplug" };
  if (input.plug === true) return { kind: "plug" };
  if (typeof input.split === "boolean") return { kind: "split", isOn: input.split };
  const address = input.address ?? null;
  if (address !== null && typeof address !== "number") return null;
  const settings = readSettings(input);
  if (settings) return { kind: "change", settings, address };
  const climate = readClimate(input);
  return climate ? { kind: "set", climate, address } : null;
}

function readSettings(input: Readonly<Record<string, unknown>>): Partial<SlaveSettings> | null {
  if (input.mute === true) return { isMute: true };
  if (input.unmute === true) return { isMute: false };
  if (input.corrupt === true) return { isNextCorrupt: true };
  const code = input.exception;
  const isCode = typeof code === "number" && Number.isInteger(code) && code >= 0 && code <= 255;
  return isCode ? { exceptionCode: code } : null;
}

function readClimate(input: Readonly<Record<string, unknown>>): Partial<Climate> | null {
  const { temperatureC, humidityPct } = input;
  const climate = {
    ...(typeof temperatureC === "number" ? { temperatureC } : {}),
    ...(typeof humidityPct === "number" ? { humidityPct } : {}),
  };
  return Object.keys(climate).length > 0 ? climate : null;
}
