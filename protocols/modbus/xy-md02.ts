/*
 * XY-MD02, a temperature and humidity transmitter on Modbus RTU (9600 8N1, address 1 as sold).
 *
 *   input register │ meaning                       │ unit
 *   0x0001         │ temperature, signed           │ 0.1 °C
 *   0x0002         │ relative humidity             │ 0.1 %
 *
 * Source: register table of the maker's sheet, as on qariya.net and domoticx.com. Devices sold as
 * "MD02" exist that count in hundredths or use parity; what they say is then out of range here.
 */

import type { METRICS_OF } from "../telemetry/metrics.ts";
import type { ReadRequest } from "./rtu-frame.ts";

/** Range of the sensor, °C; what lies outside was not measured. */
const TEMPERATURE_RANGE_C = { low: -40, high: 80 };
const HUMIDITY_RANGE_PCT = { low: 0, high: 100 };

/** One measurement in the metrics of an `xy-md02`; null where the value is implausible. */
export type XyMd02Reading = Readonly<Record<(typeof METRICS_OF)["xy-md02"][number], number | null>>;

/** Asks for both quantities. */
export function xyMd02Request(address: number): ReadRequest {
  return { address, firstRegister: 0x0001, count: 2 };
}

/** Reads the registers of a reply to `xyMd02Request`. */
export function decodeXyMd02(registers: readonly number[]): XyMd02Reading {
  const [temperature, humidity] = registers;
  return {
    temperatureC: plausible(signed16(temperature), TEMPERATURE_RANGE_C),
    humidityPct: plausible(humidity, HUMIDITY_RANGE_PCT),
  };
}

function signed16(register: number | undefined): number | undefined {
  return register === undefined || register < 0x8000 ? register : register - 0x1_0000;
}

function plausible(
  tenths: number | undefined,
  range: { readonly low: number; readonly high: number },
): number | null {
  if (tenths === undefined) return null;
  const value = tenths / 10;
  return value >= range.low && value <= range.high ? value : null;
}
