import { isIPv6 } from "node:net";

/** A host as it stands in a URL: IPv6 in brackets, and loopback for the address that means all of them. */
export function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return isIPv6(host) ? `[${host}]` : host;
}
