import { BUNDLE_KINDS, type Bundle, type BundleKind } from "@gatehouse/protocols/bundle/bundle";
import { ok } from "@gatehouse/protocols/result";
import type { Logger } from "pino";
import { type Observable, Subject } from "rxjs";
import type { Clock } from "../clock.ts";
import type { EventLog } from "../event-log/event-log.ts";
import { ActQueue } from "../post/act-queue.ts";
import { refusalOf } from "../post/refusal.ts";
import type { StationStore } from "../store/station-store.ts";
import { BundleRecord } from "./bundle-record.ts";
import { judgeBundle } from "./judge-bundle.ts";
import { readStoredBundle, storeBundle } from "./stored-bundles.ts";

/** A centre that sends more than this at once sends the rest again at the next hello. */
const MAX_BUNDLES = 17;

/** What the bundles are opened with. */
export interface BundleDeskOptions {
  readonly store: StationStore;
  readonly log: EventLog;
  /** The CA that was pinned at enrolment. */
  readonly caPem: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The newest good bundle of each kind. */
export interface BundleDesk {
  /** What this station works by, for a hello and a state. */
  versions(): { kind: string; version: number }[];
  newest(kind: BundleKind): Bundle | null;
  /**
   * Takes what the centre sent, when it is good and newer than the last one (GW-42). Resolves when
   * that is decided; it never rejects: what cannot be stored now, the centre sends again.
   */
  take(input: unknown): Promise<void>;
  /** Bundles from the moment when the station works by them: stored, and recorded in the log. */
  readonly changes: Observable<Bundle>;
  /** Finishes what is being taken. */
  close(): Promise<void>;
}

/** Opens the bundles that are stored; whatever is wrong with one of them, the station starts. */
export async function openBundles(options: BundleDeskOptions): Promise<BundleDesk> {
  const { store, log, caPem, clock } = options;
  const logger = options.logger.child({ module: "bundles" });
  const record = new BundleRecord({ store, log, logger });
  const held = new Map<string, Bundle>();
  const changes = new Subject<Bundle>();
  const turns = new ActQueue({ maxActs: MAX_BUNDLES, whenFull: "store.failed" });

  for (const kind of BUNDLE_KINDS) {
    const bundle = await readStoredBundle(kind, { store, caPem, logger });
    if (!bundle) continue;
    held.set(kind, bundle);
    await record.ensureApplied(bundle);
  }

  async function takeOne(input: unknown): Promise<void> {
    const judged = judgeBundle(input, { caPem, nowMs: clock.nowMs(), held });
    if (judged.verdict === "leave") return;
    if (judged.verdict === "refuse") return record.refused(judged);
    const { bundle } = judged;
    await storeBundle(store, bundle, clock.nowMs());
    await record.applied(bundle);
    held.set(bundle.kind, bundle);
    logger.info({ kind: bundle.kind, version: bundle.version }, "bundle applied");
    changes.next(bundle);
  }

  return {
    versions: () => [...held.values()].map(({ kind, version }) => ({ kind, version })),
    newest: (kind) => held.get(kind) ?? null,
    async take(input) {
      try {
        const taken = await turns.run(async () => ok(await takeOne(input)));
        if (!taken.ok) logger.warn("too many bundles at once, one left for the next hello");
      } catch (error) {
        refusalOf(error, logger);
      }
    },
    changes: changes.asObservable(),
    async close() {
      await turns.settled();
      changes.complete();
    },
  };
}
