import { ERROR_TABLE } from "@gatehouse/protocols/error/error-table";
import type { DeviceState } from "../device/supervisor.ts";

/** One line for a device's state: when it is lost, why and what to do. */
export function describeState(state: Pick<DeviceState, "state" | "code">): string {
  if (state.code === null) return `${state.state}\n`;
  const row = ERROR_TABLE[state.code];
  return `${state.state}: ${row.en} (${state.code}). ${row.actionEn}.\n`;
}
