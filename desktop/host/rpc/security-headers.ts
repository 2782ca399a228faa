/**
 * Headers of every answer: only our own bundle runs and it talks to this host alone.
 * Devices are driven by the host, so the page has no device permission at all.
 * @param connections sources of `connect-src` (CSP3 §6.1.2): where the page may connect to
 */
export function securityHeaders(connections: string): Readonly<Record<string, string>> {
  return {
    "content-security-policy": [
      "default-src 'self'",
      `connect-src ${connections}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy":
      "serial=(), hid=(), usb=(), microphone=(), camera=(), geolocation=(), bluetooth=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  };
}
