import { useCallback, useEffect, useState } from "react";
import type { OperatorsView } from "../../api/operators-view.ts";
import type { OperatorsClient } from "../live/board-link.ts";

/** Which list a station works by changes without a word to this page. */
const REFRESH_MS = 5_000;

/** What the page knows. */
export interface OperatorsState {
  /** Null before the first answer. */
  readonly view: OperatorsView | null;
  /** True when the newest question failed; `view` is then of before. */
  readonly isStale: boolean;
  /** Asks again; resolves when the answer is shown. */
  readonly reload: () => Promise<void>;
}

/** Reads the operators now, again and again, and on demand. */
export function useOperators(client: OperatorsClient): OperatorsState {
  const [view, setView] = useState<OperatorsView | null>(null);
  const [isStale, setStale] = useState(false);
  const reload = useCallback(async () => {
    try {
      const next = await client.list.query();
      // An answer that was overtaken by a newer one shows nothing new.
      setView((shown) => (shown && shown.nowMs > next.nowMs ? shown : next));
      setStale(false);
    } catch {
      setStale(true);
    }
  }, [client]);
  useEffect(() => {
    void reload();
    const timer = setInterval(() => void reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return { view, isStale, reload };
}
