import { randomInt } from "node:crypto";
import type { SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Demo } from "./demo.ts";
import { PATROL_POINTS } from "./demo-plans.ts";
import type { Subscription } from "./rpc-line.ts";

/** A patrol passes one point for so many scans at the checkpoint. */
const SCANS_A_PATROL = 10;
const VIEW_TIMEOUT_MS = 5_000;

/** Plays what people do at the posts: a person at the gate, the next step at the table, a patrol now and then. */
export class DemoPlay {
  readonly #demo: Demo;
  readonly #table: Subscription<StationView>;
  #turns = 0;

  constructor(demo: Demo) {
    this.#demo = demo;
    this.#table = demo.sampling.line.subscribe("view");
  }

  /** One scan at the checkpoint. */
  scan(): void {
    this.#demo.checkpoint.scanner.scan(`GH1:DEMO${tenDigits()}`);
  }

  /** One turn of everybody. What a person at the screen has in hand is left alone. */
  turn(): void {
    this.#turns += 1;
    this.scan();
    this.#sample().catch(() => undefined);
    if (this.#turns % SCANS_A_PATROL !== 1) return;
    const point = PATROL_POINTS[randomInt(PATROL_POINTS.length)];
    if (point) this.#demo.room.scanner.scan(point.code);
  }

  async #sample(): Promise<void> {
    const { line, scanner } = this.#demo.sampling;
    const { post } = await this.#table.until(() => true, VIEW_TIMEOUT_MS);
    if (post.role !== "sampling") return;
    const full = fullTube(post);
    if (full) await line.mutate("sampling.seal", full);
    else scanner.scan(post.tube ? `GH1:SAMPLE${tenDigits()}` : `B${tenDigits()}`);
  }
}

function fullTube({ tube }: SamplingView): { tubeId: string; swabs: number } | null {
  if (!tube || tube.members.length < tube.capacity) return null;
  return { tubeId: tube.tubeId, swabs: tube.members.length };
}

function tenDigits(): string {
  return String(randomInt(1e9, 1e10));
}
