import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import type { Credentials } from "@gatehouse/protocols/rpc/station-handlers";
import type { StationRouter } from "@gatehouse/protocols/rpc/station-router";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import {
  createTRPCClient,
  createWSClient,
  type WebSocketClientOptions,
  wsLink,
} from "@trpc/client";
import { type ActOutcome, outcomeOf } from "./act-outcome.ts";

/** A hung host must be noticed: after this silence a ping is sent, and this long its answer may take. */
const PING_AFTER_MS = 2_000;
const PONG_WITHIN_MS = 1_500;
/** First and longest pause before a new connection attempt; a local host is back within seconds. */
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 2_000;

/** Told of every view and of every loss of the host. */
export interface StationListener {
  onView(view: StationView): void;
  onLost(): void;
}

/** The screen's line to its station host. */
export interface StationClient {
  /** Watches the host's view across reconnects; the answer stops watching. */
  watch(listener: StationListener): () => void;
  readonly duty: DutyActs;
  readonly checkpoint: CheckpointActs;
  readonly sampling: SamplingActs;
  readonly room: RoomActs;
  /** Ends the line and all that waits for an answer. */
  close(): Promise<void>;
}

/** Coming and going. */
export type DutyActs = ReturnType<typeof dutyActs>;
/** What a guard does besides scanning. */
export type CheckpointActs = ReturnType<typeof checkpointActs>;
/** What sampling staff do besides scanning. */
export type SamplingActs = ReturnType<typeof samplingActs>;
/** What an ops engineer does besides scanning. */
export type RoomActs = ReturnType<typeof roomActs>;

/** Opens the line. It reconnects by itself; a view is passed on only from a live connection. */
export function createStationClient(
  socket: Pick<WebSocketClientOptions, "url" | "WebSocket">,
): StationClient {
  const wire = createWSClient({
    ...socket,
    keepAlive: { enabled: true, intervalMs: PING_AFTER_MS, pongTimeoutMs: PONG_WITHIN_MS },
    retryDelayMs: (attempt) => Math.min(FIRST_RETRY_MS * 2 ** attempt, LONGEST_RETRY_MS),
  });
  const rpc = createTRPCClient<StationRouter>({ links: [wsLink({ client: wire })] });
  return {
    watch: (listener) => watchView(rpc, wire, listener),
    duty: dutyActs(rpc),
    checkpoint: checkpointActs(rpc),
    sampling: samplingActs(rpc),
    room: roomActs(rpc),
    close: () => wire.close(),
  };
}

type Rpc = ReturnType<typeof createTRPCClient<StationRouter>>;
type Wire = ReturnType<typeof createWSClient>;
type Acting = Promise<ActOutcome>;

function dutyActs({ duty }: Rpc) {
  return {
    signIn: (credentials: Credentials): Acting => outcomeOf(duty.signIn.mutate(credentials)),
    leave: (operatorId: string): Acting => outcomeOf(duty.leave.mutate({ operatorId })),
    endShift: (): Acting => outcomeOf(duty.endShift.mutate()),
    lock: (): Acting => outcomeOf(duty.lock.mutate()),
    setTraining: (isOn: boolean): Acting => outcomeOf(duty.setTraining.mutate({ isOn })),
  };
}

function checkpointActs({ checkpoint }: Rpc) {
  return {
    recordTyped: (payload: string): Acting => outcomeOf(checkpoint.recordTyped.mutate({ payload })),
    undo: (eventId: string): Acting => outcomeOf(checkpoint.undo.mutate({ eventId })),
  };
}

function samplingActs({ sampling }: Rpc) {
  return {
    enter: (payload: string): Acting => outcomeOf(sampling.enter.mutate({ payload })),
    choosePoolSize: (poolSize: PoolSize): Acting =>
      outcomeOf(sampling.choosePoolSize.mutate({ poolSize })),
    undo: (eventId: string): Acting => outcomeOf(sampling.undo.mutate({ eventId })),
    seal: (counted: { tubeId: string; swabs: number }): Acting =>
      outcomeOf(sampling.seal.mutate(counted)),
    quarantine: (counted: { tubeId: string; swabs: number; supervisor: Credentials }): Acting =>
      outcomeOf(sampling.quarantine.mutate(counted)),
  };
}

function roomActs({ room }: Rpc) {
  return {
    enter: (payload: string): Acting => outcomeOf(room.enter.mutate({ payload })),
    undo: (eventId: string): Acting => outcomeOf(room.undo.mutate({ eventId })),
    report: (report: { checkEventId: string; note: string }): Acting =>
      outcomeOf(room.report.mutate(report)),
  };
}

function watchView(rpc: Rpc, wire: Wire, listener: StationListener): () => void {
  let stopped = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe(): void } | undefined;
  // The subscription survives a lost socket, but not the end of the host's own stream.
  const ended = () => {
    if (stopped) return;
    listener.onLost();
    clearTimeout(again);
    again = setTimeout(start, FIRST_RETRY_MS);
  };
  const start = () => {
    subscription = rpc.view.subscribe(undefined, {
      onData: (view) => listener.onView(view),
      onError: ended,
      onComplete: ended,
    });
  };
  const state = wire.connectionState.subscribe({
    next: ({ state: now, error }) => {
      if (now === "connecting" && error) listener.onLost();
    },
  });
  start();
  return () => {
    stopped = true;
    clearTimeout(again);
    state.unsubscribe();
    subscription?.unsubscribe();
  };
}
