import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { StoreView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import { type Observable, Subject } from "rxjs";
import type { Clock } from "../clock.ts";
import type { StationStore } from "../store/station-store.ts";
import { failedBy } from "../store/store-error.ts";

/** Whether the store takes data, as its last write said. */
export interface StoreHealth {
  readonly view: StoreView;
  readonly changes: Observable<StoreView>;
  /** A write went through. */
  succeeded(): void;
  /** A write failed. @returns the failure, named by a code */
  failed(error: unknown): GatehouseError;
  /** Tries a write, but only while the store fails. */
  probe(store: StationStore): void;
  close(): void;
}

/** Health of a store that was just opened. */
export function createStoreHealth(clock: Clock, logger: Logger): StoreHealth {
  let view: StoreView = { state: "ok", code: null, sinceMs: clock.nowMs() };
  const changes = new Subject<StoreView>();

  function turnTo(code: ErrorCode | null, cause?: unknown): void {
    if (view.code === code) return;
    view = { state: code ? "failing" : "ok", code, sinceMs: clock.nowMs() };
    if (code) logger.error({ code, err: cause }, "the store fails");
    else logger.info("the store takes data again");
    changes.next(view);
  }

  function failed(error: unknown): GatehouseError {
    const isNamed = error instanceof GatehouseError;
    const failure = isNamed ? error : failedBy(error, "store.failed", "unexpected error");
    turnTo(failure.code, failure);
    return failure;
  }

  return {
    get view() {
      return view;
    },
    changes: changes.asObservable(),
    succeeded: () => turnTo(null),
    failed,
    probe(store) {
      if (view.state === "ok") return;
      try {
        store.probe();
        turnTo(null);
      } catch (error) {
        failed(error);
      }
    },
    close: () => changes.complete(),
  };
}
