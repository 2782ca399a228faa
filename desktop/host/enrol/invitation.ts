import { fail, ok, type Result } from "@gatehouse/protocols/result";
import { invitationPattern } from "@gatehouse/protocols/wire/enrolment";

/** What an administrator hands to a station, taken apart. */
export interface Invitation {
  /** DNS name or IP address of the centre's enrolment port; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** One-time code; a secret until it is used. */
  readonly code: string;
  /** SHA-256 of the CA certificate's DER, lower-case hex. */
  readonly caFingerprint: string;
}

/** Reads `gh-enrol://host:port/CODE#SHA256-HEX`; space around it, as pasting brings, does not matter. */
export function parseInvitation(text: string): Result<Invitation, "malformed-invitation"> {
  const {
    host: authority,
    code,
    caFingerprint,
  } = invitationPattern.exec(text.trim())?.groups ?? {};
  if (!authority || !code || !caFingerprint) return fail("malformed-invitation");
  const [, bracketed, plain, digits] = /^(?:\[(.+)\]|([^:[\]]+)):(\d+)$/.exec(authority) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (!host || !(port >= 1 && port <= 65_535)) return fail("malformed-invitation");
  return ok({ host, port, code, caFingerprint });
}
