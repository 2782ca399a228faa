import { TRPCClientError } from "@trpc/client";

/** How an act ended: done, refused with a code, or cut off before the answer came. */
export type ActOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "unknown" };

/** The outcome of a call to the host. */
export async function outcomeOf(answer: Promise<unknown>): Promise<ActOutcome> {
  try {
    await answer;
    return { kind: "done" };
  } catch (error) {
    if (!(error instanceof TRPCClientError) || !error.data) return { kind: "unknown" };
    const isRefusal = error.data.code === "PRECONDITION_FAILED";
    return { kind: "refused", code: isRefusal ? error.message : "event.invalid" };
  }
}
