import { decodeXyMd02 } from "@gatehouse/protocols/modbus/xy-md02";
import { METRICS_OF } from "@gatehouse/protocols/telemetry/metrics";
import type { BridgeLogger } from "../device/bridge-logger.ts";
import { type Clock, platformTimers, type Timers } from "../device/clock.ts";
import { RefusalLog } from "../device/refusal-log.ts";
import { type DeviceState, superviseDevice } from "../device/supervisor.ts";
import { tellListener } from "../device/tell-listener.ts";
import { OwedReplies } from "../modbus/owed-replies.ts";
import type { RtuAnswer, RtuMissReason } from "../modbus/rtu-bus.ts";
import { createSerialTransport, type Parity } from "../transport/serial-transport.ts";
import type { OpenTransport } from "../transport/transport.ts";
import { ProbeHealth, type ProbeMissCode } from "./probe-health.ts";
import { openProbeSession, type WiredProbe } from "./probe-session.ts";

/** One serial port with its probes, as configured; nothing of it is guessed. */
export interface ProbeBusOptions {
  /** Serial port: `/dev/serial/by-id/…`, `/dev/ttyUSB0`, `COM3`. */
  readonly path: string;
  /** Bits per second; an XY-MD02 is sold with 9600. */
  readonly baudRate: number;
  readonly parity: Parity;
  /** Those that share the wire, each with its Modbus address (1..247) and its pace. */
  readonly probes: readonly ProbeOptions[];
  readonly logger: BridgeLogger;
  readonly clock: Clock;
  /** 0..1 */
  random(): number;
  /** Another way to the wire than the serial port at `path`. */
  readonly openTransport?: OpenTransport;
  readonly timers?: Timers;
}

/** One probe as configured. */
export interface ProbeOptions {
  readonly deviceId: string;
  readonly address: number;
  readonly pollMs: number;
}

/** Who hears of probes. A listener that throws is logged and does not stop the others. */
export interface ProbeListener {
  /**
   * One scrape, at least one of its values plausible.
   * @param values in the order of `METRICS_OF["xy-md02"]`; null where implausible
   * @param at when the last byte of the answer came
   */
  onScrape(
    deviceId: string,
    values: readonly (number | null)[],
    at: { wallTimeMs: number; monotonicMs: number },
  ): void;
  /** `ready` since its first good answer; `lost` with its port, or by three misses in a row. */
  onState(deviceId: string, state: DeviceState): void;
}

/** Misses in which the probe itself said nothing; every other is a bad answer. */
const MISS_CODES: Readonly<Partial<Record<RtuMissReason, ProbeMissCode>>> = {
  silent: "device.no-answer",
  "reply-owed": "device.no-answer",
  "foreign-address": "device.no-answer",
};

/**
 * Drives the probes of one port until closed: connects, polls each at its own pace, reconnects.
 * Never throws; troubles are states, each probe's own.
 */
export function startProbes(
  options: ProbeBusOptions,
  listener: ProbeListener,
): { close(): Promise<void> } {
  const { path, baudRate, parity, clock, timers = platformTimers } = options;
  const openTransport =
    options.openTransport ?? (() => createSerialTransport({ path, baudRate, parity, timers }));
  const probes = options.probes.map((probe) => new DrivenProbe(probe, options, listener));
  const onAnswer = (probe: DrivenProbe, answer: RtuAnswer) => probe.take(answer);
  const wire = { baudRate, probes, owed: new OwedReplies(), clock, timers, onAnswer };
  return superviseDevice({
    connect: (signal) => openProbeSession({ ...wire, transport: openTransport() }, signal),
    onState: (state) => {
      for (const probe of probes) probe.health.portChanged(state);
    },
    clock,
    timers,
    random: () => options.random(),
  });
}

/** One probe over all connections. */
class DrivenProbe implements WiredProbe {
  readonly address: number;
  readonly pollMs: number;
  readonly health: ProbeHealth;
  readonly #deviceId: string;
  readonly #bus: ProbeBusOptions;
  readonly #listener: ProbeListener;
  readonly #refusals: RefusalLog;

  constructor(probe: ProbeOptions, bus: ProbeBusOptions, listener: ProbeListener) {
    this.address = probe.address;
    this.pollMs = probe.pollMs;
    this.#deviceId = probe.deviceId;
    this.#bus = bus;
    this.#listener = listener;
    this.#refusals = new RefusalLog(bus.logger, probe.deviceId);
    this.health = new ProbeHealth(
      () => bus.clock.nowMs(),
      (state) => this.#takeState(state),
    );
  }

  /** What one poll brought. */
  take({ reply, atMs }: RtuAnswer): void {
    if (!reply.ok) {
      this.#miss(MISS_CODES[reply.reason] ?? "device.bad-answer", reply.reason, atMs);
      return;
    }
    const reading = decodeXyMd02(reply.value);
    const values = METRICS_OF["xy-md02"].map((metric) => reading[metric]);
    if (values.every((value) => value === null)) {
      this.#miss("device.bad-answer", "implausible", atMs);
      return;
    }
    this.health.answered();
    const { clock } = this.#bus;
    const wallTimeMs = Math.round(clock.nowMs() - (clock.monotonicMs() - atMs));
    const at = { wallTimeMs, monotonicMs: atMs };
    this.#tell(() => this.#listener.onScrape(this.#deviceId, values, at));
  }

  /** A lost probe has its line in the log already. */
  #miss(code: ProbeMissCode, reason: string, atMs: number): void {
    if (!this.health.isLost) this.#refusals.note(reason, 0, atMs);
    this.health.missed(code);
  }

  #takeState(state: DeviceState): void {
    const { path, logger } = this.#bus;
    const fields = { deviceId: this.#deviceId, path, address: this.address, ...state };
    if (state.state === "lost") logger.warn(fields, "probe lost");
    else logger.info(fields, `probe ${state.state}`);
    this.#tell(() => this.#listener.onState(this.#deviceId, state));
  }

  #tell(call: () => void): void {
    tellListener({ logger: this.#bus.logger, deviceId: this.#deviceId }, call);
  }
}
