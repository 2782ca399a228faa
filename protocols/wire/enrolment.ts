import { z } from "zod";
import { stationIdSchema } from "../event/envelope.ts";

/** Path of the enrolment call on the centre's enrolment port (HTTPS, private CA pinned by fingerprint). */
export const ENROL_PATH = "/v1/enrol";

/** Alphabet of a one-time code: 32 signs without I, L, O, U (Crockford). 12 signs = 60 bits. */
export const ENROL_CODE_PATTERN = /^[0-9A-HJKMNP-TV-Z]{12}$/;

/** POST body: one-time code and a PKCS #10 request; the request's subject is ignored. */
export const enrolRequestSchema = z.object({
  code: z.string().regex(ENROL_CODE_PATTERN),
  csrPem: z.string().max(8_192),
});
/** See `enrolRequestSchema`. */
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

/** Answer 200. The same code with the same public key gets the same certificate again. */
export const enrolResponseSchema = z.object({
  stationId: stationIdSchema,
  siteId: z.string().min(1).max(64),
  siteName: z.string().max(100),
  laneId: z.string().min(1).max(64).nullable(),
  laneName: z.string().max(100),
  certificatePem: z.string().max(16_384),
  caPem: z.string().max(16_384),
  /** `mqtts://host:port` of the broker. */
  brokerUrl: z.string().max(300),
});
/** See `enrolResponseSchema`. */
export type EnrolResponse = z.infer<typeof enrolResponseSchema>;

/** Answer 4xx/5xx: a code from the error table. */
export const enrolRefusalSchema = z.object({ code: z.string().max(60) });

/**
 * What an administrator hands to a station: address, code and CA fingerprint in one line,
 * `gh-enrol://host:port/CODE#SHA256-HEX`.
 */
export const invitationPattern =
  /^gh-enrol:\/\/(?<host>[^/#\s]+:\d{1,5})\/(?<code>[0-9A-HJKMNP-TV-Z]{12})#(?<caFingerprint>[0-9a-f]{64})$/;
