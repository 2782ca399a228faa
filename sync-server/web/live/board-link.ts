import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from "@trpc/client";
import type { BoardView } from "../../api/board-view.ts";
import type { CentreRouter } from "../../api/centre-router.ts";

/** The server pushes at least every 5 s; two missed pushes and a late one are an interruption. */
const LOST_AFTER_MS = 12_000;
/** A reconnect shorter than this is not worth a grey screen. */
const CLOSED_GRACE_MS = 3_000;
const RESUBSCRIBE_MS = 1_000;

/** What a screen knows of the centre. */
export interface BoardState {
  readonly view: BoardView | null;
  /** The centre's clock now, carried on from the newest view, Unix ms; null before the first view. */
  readonly nowMs: number | null;
  /** How long nothing has come in, ms; null while the line is well. */
  readonly lostForMs: number | null;
}

/** Questions and orders about operators, over the same line. */
export type OperatorsClient = TRPCClient<CentreRouter>["operators"];

/** A store for React's `useSyncExternalStore`; it ticks each second, since ages move. */
export interface BoardLink {
  subscribe(listener: () => void): () => void;
  state(): BoardState;
  readonly operators: OperatorsClient;
}

/** Opens the line to the centre and keeps it; `monotonicMs` is the browser's `performance.now`. */
export function openBoardLink(url: string, monotonicMs: () => number): BoardLink {
  const listeners = new Set<() => void>();
  const startedAtMs = monotonicMs();
  let view: BoardView | null = null;
  let viewAtMs = startedAtMs;
  let closedAtMs: number | null = null;
  let state: BoardState = { view: null, nowMs: null, lostForMs: null };

  function refresh(): void {
    const quietMs = monotonicMs() - viewAtMs;
    const closedMs = closedAtMs === null ? 0 : monotonicMs() - closedAtMs;
    const isLost = quietMs > LOST_AFTER_MS || closedMs > CLOSED_GRACE_MS;
    state = {
      view,
      nowMs: view ? view.nowMs + quietMs : null,
      lostForMs: isLost ? quietMs : null,
    };
    for (const listener of listeners) listener();
  }

  const client = createWSClient({
    url,
    retryDelayMs: (attempt) => Math.min(5_000, 500 * 2 ** attempt),
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 5_000 },
    onOpen: () => {
      closedAtMs = null;
    },
    onClose: () => {
      closedAtMs ??= monotonicMs();
      void reloadWhenSignedOut();
    },
  });
  const centre = createTRPCClient<CentreRouter>({ links: [wsLink({ client })] });

  function watch(): void {
    const again = () => setTimeout(watch, RESUBSCRIBE_MS);
    centre.board.subscribe(undefined, {
      onData(next) {
        view = next;
        viewAtMs = monotonicMs();
        closedAtMs = null;
        refresh();
      },
      onError: again,
      onComplete: again,
    });
  }

  watch();
  setInterval(refresh, 1_000);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    operators: centre.operators,
  };
}

/** A socket does not say why it was refused; the page does, and shows how to sign in. */
async function reloadWhenSignedOut(): Promise<void> {
  const status = await fetch("/", { method: "HEAD" }).then(
    (answer) => answer.status,
    () => 0, // no server: the link itself retries
  );
  if (status === 401) window.location.reload();
}
