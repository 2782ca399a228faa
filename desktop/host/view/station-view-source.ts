import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type {
  DeviceView,
  LinkView,
  NoticeView,
  StationView,
  StoreView,
  UnsentView,
} from "@gatehouse/protocols/rpc/station-view";
import type { Clock } from "../clock.ts";
import { createLatest, type Latest } from "../rpc/latest.ts";

/** How long a notice stays on the screen, ms. */
const NOTICE_MS = 10_000;

/** What never changes while the host runs. */
export type FixedFacts = Pick<StationView, "place" | "softwareVersion">;

/** How things stand when the screen opens. */
export type FirstFacts = Pick<StationView, "unsent" | "duty" | "mode" | "post">;

/** Gathers what the rooms of the host say into the one view that the screens watch. */
export class StationViewSource {
  readonly #clock: Clock;
  readonly #latest: Latest<StationView>;
  readonly #devices = new Map<string, DeviceView>();
  #noticeTimer: NodeJS.Timeout | null = null;

  constructor(fixed: FixedFacts, first: FirstFacts, clock: Clock) {
    this.#clock = clock;
    const nowMs = clock.nowMs();
    this.#latest = createLatest<StationView>({
      ...fixed,
      ...first,
      nowMs,
      link: { state: "connecting", sinceMs: nowMs, code: null },
      store: { state: "ok", code: null, sinceMs: nowMs },
      devices: [],
      notice: null,
    });
  }

  /** The views, newest first come. */
  get views(): Latest<StationView> {
    return this.#latest;
  }

  /** Who is at work, and how it stands, in the data space of `mode`. */
  setWork(work: Pick<StationView, "mode" | "post" | "duty">): void {
    this.#publish(work);
  }

  setUnsent(unsent: UnsentView): void {
    this.#publish({ unsent });
  }

  setLink(link: LinkView): void {
    this.#publish({ link });
  }

  setStore(store: StoreView): void {
    this.#publish({ store });
  }

  setDevice(device: DeviceView): void {
    this.#devices.set(device.deviceId, device);
    this.#publish({ devices: [...this.#devices.values()] });
  }

  /** Shows that something was read and not recorded; it leaves by itself. */
  notice(code: ErrorCode): void {
    const notice: NoticeView = { code, atMs: this.#clock.nowMs() };
    this.#publish({ notice });
    if (this.#noticeTimer) clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => this.#publish({ notice: null }), NOTICE_MS);
    this.#noticeTimer.unref();
  }

  /** Sends the same facts with a new clock, so that screens can trust their ages. */
  beat(): void {
    this.#publish({});
  }

  #publish(change: Partial<StationView>): void {
    const nowMs = this.#clock.nowMs();
    this.#latest.publish({ ...this.#latest.value(), ...change, nowMs });
  }
}
