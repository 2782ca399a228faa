import type { DutyView } from "@gatehouse/protocols/rpc/station-view";
import { useState } from "react";
import type { KnownPerson } from "./use-credentials.ts";

/** Whose badge was scanned by somebody who is not on duty yet; once sent away it does not come back by itself. */
export function usePresented({ presented, operators }: DutyView) {
  const [dismissedAtMs, setDismissedAtMs] = useState<number | null>(null);
  const isNews =
    presented !== null &&
    presented.atMs !== dismissedAtMs &&
    !operators.some(({ operatorId }) => operatorId === presented.operatorId);
  const person: KnownPerson | null = isNews ? presented : null;
  return { person, dismiss: () => setDismissedAtMs(presented?.atMs ?? null) };
}
