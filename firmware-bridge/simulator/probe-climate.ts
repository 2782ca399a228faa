/** What a place is like. */
export interface Climate {
  readonly temperatureC: number;
  readonly humidityPct: number;
}

const MINUTE_MS = 60_000;
/** Half the width of the wandering: a room whose cooling goes on and off. */
const TEMPERATURE_SWING_C = 0.8;
const HUMIDITY_SWING_PCT = 3;

/**
 * The climate around `base` after `elapsedMs`, wandering slowly; each address at its own time, so
 * that two racks do not go up and down together.
 */
export function wanderingClimate(base: Climate, elapsedMs: number, address: number): Climate {
  const atMs = elapsedMs + address * 97_000;
  const wave = (periodMs: number) => Math.sin((2 * Math.PI * atMs) / periodMs);
  const slow = 0.7 * wave(11 * MINUTE_MS) + 0.3 * wave(3 * MINUTE_MS);
  const other = 0.8 * wave(17 * MINUTE_MS) + 0.2 * wave(2 * MINUTE_MS);
  return {
    temperatureC: base.temperatureC + TEMPERATURE_SWING_C * slow,
    humidityPct: base.humidityPct + HUMIDITY_SWING_PCT * other,
  };
}
