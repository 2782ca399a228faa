import type { ErrorCode } from "@gatehouse/protocols/error/error-table";

/**
 * Code of a failed open. The bindings give only text: `strerror` on Unix, their own words on
 * Windows, where a port that another program holds answers "Access denied"
 * (CreateFile, ERROR_ACCESS_DENIED).
 */
export function serialOpenErrorCode(message: string): ErrorCode {
  if (
    /cannot lock port|resource (temporarily unavailable|busy)|device or resource busy/i.test(
      message,
    )
  ) {
    return "device.busy";
  }
  if (/: access denied/i.test(message)) return "device.busy";
  if (/permission denied|operation not permitted/i.test(message)) return "device.denied";
  return "device.absent";
}
