import { z } from "zod";

/** What a person may do, on a station or at the centre. */
export const ROLES = [
  "guard",
  "sampler",
  "registrar",
  "courier",
  "supervisor",
  "ops",
  "auditor",
  "admin",
] as const;
/** See `ROLES`. */
export const roleSchema = z.enum(ROLES);
/** See `ROLES`. */
export type Role = z.infer<typeof roleSchema>;

/** What a station is for. */
export const POST_ROLES = ["checkpoint", "sampling", "room"] as const;
/** See `POST_ROLES`. */
export type PostRole = (typeof POST_ROLES)[number];

/** Who may stand at which post; the first that a person has is the role in which he acts there. */
export const ROLES_AT: Readonly<Record<PostRole, readonly Role[]>> = {
  checkpoint: ["guard", "supervisor"],
  sampling: ["sampler", "registrar", "supervisor"],
  room: ["ops", "supervisor"],
};

/** Persons on duty at one post: as many as an event names. */
export const MAX_ON_DUTY = 4;
