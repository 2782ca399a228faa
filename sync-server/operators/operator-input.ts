import { roleSchema } from "@gatehouse/protocols/duty/roles";
import { z } from "zod";

/**
 * Control characters, halves of a surrogate pair and what turns the direction of a line come from a
 * scanner's settings or a paste, never from a name; and a name without a sign to see is none.
 */
const line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u)
  .regex(/[^\p{C}\p{Z}\p{M}]/u);

/** Number by which staff know each other (工号); as the bundle has it. */
export const operatorIdSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{1,32}$/);

/** What is entered of a person besides the number. */
const fields = {
  name: line.max(50),
  roles: z
    .array(roleSchema)
    .min(1)
    .transform((roles) => [...new Set(roles)]),
  /** Text of the badge, as a station reads it; null: no badge. */
  badge: line.max(256).nullable(),
  /** Last day of work, `YYYY-MM-DD` in the centre's time zone; null: no end. */
  validUntil: z.iso
    .date()
    .refine((day) => day >= "1970-01-02")
    .nullable(),
};

/** A new person as entered. */
export const newOperatorSchema = z.strictObject({ operatorId: operatorIdSchema, ...fields });
/** See `newOperatorSchema`. */
export type NewOperatorInput = z.infer<typeof newOperatorSchema>;

/** A changed person as entered; a badge that is left out stays. */
export const editOperatorSchema = z.strictObject({
  operatorId: operatorIdSchema,
  ...fields,
  badge: fields.badge.optional(),
});
/** See `editOperatorSchema`. */
export type EditOperatorInput = z.infer<typeof editOperatorSchema>;
