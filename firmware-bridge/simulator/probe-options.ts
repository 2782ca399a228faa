import { parseArgs } from "node:util";
import { readOptionNumber } from "../option-number.ts";
import type { Climate } from "./probe-climate.ts";

/** A simulated wire with probes, as asked for. */
export interface ProbeSimulatorOptions {
  /** Where the port appears. */
  readonly link: string;
  /** Probes at the addresses 1 to this. */
  readonly probes: number;
  readonly climate: Climate;
  /** The values wander slowly around the climate. */
  readonly isDrifting: boolean;
}

/** What `--help` prints. */
export const PROBE_SIMULATOR_HELP = `Plays XY-MD02 temperature and humidity probes (Modbus RTU) on one serial port.

  --link PATH      where the port appears; point the station (or "bridge watch-probe") at it
  --probes N       so many on the wire, at the addresses 1 to N (default 1)
  --temperature C  degrees Celsius (default 22.5)
  --humidity PCT   relative humidity (default 45)
  --drift          the values wander slowly around these

On standard input, one JSON text a line; "address" picks one probe, else all are meant:
  {"temperatureC":31.5,"humidityPct":50,"address":1}
  {"mute":true}  {"unmute":true}  {"corrupt":true} (the next answer)  {"exception":2} (0 ends it)
  {"split":true}  {"split":false}  {"unplug":true}  {"plug":true}
`;

/** Reads the command line. @throws Error in plain words on what it does not understand */
export function readProbeOptions(argv: readonly string[]): ProbeSimulatorOptions | "help" {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: "boolean", short: "h" },
      link: { type: "string" },
      probes: { type: "string", default: "1" },
      temperature: { type: "string", default: "22.5" },
      humidity: { type: "string", default: "45" },
      drift: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  if (!values.link) throw new Error("--link PATH is missing: where shall the port appear?");
  return {
    link: values.link,
    probes: readOptionNumber("--probes", values.probes, { from: 1, to: 247 }),
    climate: {
      temperatureC: readOptionNumber("--temperature", values.temperature, { from: -273, to: 1000 }),
      humidityPct: readOptionNumber("--humidity", values.humidity, { from: 0, to: 1000 }),
    },
    isDrifting: values.drift,
  };
}
