import type { BridgeLogger } from "./bridge-logger.ts";

/** Calls a listener; one that throws is logged and stops nothing. */
export function tellListener(
  device: { readonly logger: BridgeLogger; readonly deviceId: string },
  call: () => void,
): void {
  try {
    call();
  } catch (cause) {
    // Its message may quote what was scanned, so only its kind is logged.
    const kind = cause instanceof Error ? cause.name : typeof cause;
    device.logger.warn({ deviceId: device.deviceId, kind }, "listener failed");
  }
}
