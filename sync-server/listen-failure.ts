import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";

/** Of the listening system calls: the address is not this machine's, or the port not this account's. */
const REFUSED_CODES: ReadonlySet<unknown> = new Set(["EADDRNOTAVAIL", "EACCES", "ENOTFOUND"]);

/**
 * Names why a port cannot be listened on; anything unforeseen is passed on.
 * @param where for a person: `mqtt 127.0.0.1:8883`
 */
export function listenFailure(where: string, cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  if (code === "EADDRINUSE") return new GatehouseError("net.port-in-use", { detail: where, cause });
  if (REFUSED_CODES.has(code)) {
    return new GatehouseError("net.address-refused", { detail: where, cause });
  }
  return cause;
}
