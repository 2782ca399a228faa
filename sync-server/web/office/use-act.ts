import { useState } from "react";

/** One act that a dialog carries out: under way, refused, or done. */
export interface Act {
  readonly isBusy: boolean;
  /** What the last try failed with; null before, and while one is under way. */
  readonly failure: unknown;
  /** Runs it unless one is under way; what it throws becomes `failure`. */
  run(work: () => Promise<void>): void;
}

/** Keeps one act's progress. */
export function useAct(): Act {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  async function tryTo(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return {
    isBusy,
    failure,
    run(work) {
      if (!isBusy) void tryTo(work);
    },
  };
}
