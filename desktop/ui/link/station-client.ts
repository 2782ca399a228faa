import type { StationRouter } from "@gatehouse/protocols/rpc/station-router";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import {
  createTRPCClient,
  createWSClient,
  TRPCClientError,
  type WebSocketClientOptions,
  wsLink,
} from "@trpc/client";

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

/** How an act ended: done, refused with a code, or cut off before the answer came. */
export type ActOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "unknown" };

/** The screen's line to its station host. */
export interface StationClient {
  /** Watches the host's view across reconnects; the answer stops watching. */
  watch(listener: StationListener): () => void;
  recordTyped(payload: string): Promise<ActOutcome>;
  undo(eventId: string): Promise<ActOutcome>;
  /** Ends the line and all that waits for an answer. */
  close(): Promise<void>;
}

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
    recordTyped: (payload) => outcomeOf(rpc.recordTyped.mutate({ payload })),
    undo: (eventId) => outcomeOf(rpc.undo.mutate({ eventId })),
    close: () => wire.close(),
  };
}

type Rpc = ReturnType<typeof createTRPCClient<StationRouter>>;
type Wire = ReturnType<typeof createWSClient>;

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

async function outcomeOf(answer: Promise<unknown>): Promise<ActOutcome> {
  try {
    await answer;
    return { kind: "done" };
  } catch (error) {
    if (!(error instanceof TRPCClientError) || !error.data) return { kind: "unknown" };
    const isRefusal = error.data.code === "PRECONDITION_FAILED";
    return { kind: "refused", code: isRefusal ? error.message : "event.invalid" };
  }
}
