import type { Kysely } from "kysely";
import type { Logger } from "pino";
import { startListRenewal } from "../operators/list-renewal.ts";
import { openOperatorRegister } from "../operators/operator-register.ts";
import type { RandomBytes } from "../operators/pin.ts";
import { openBundleSigner } from "../pki/bundle-signer.ts";
import { openCentreKey } from "../store/centre-key.ts";
import type { CentreTables } from "../store/tables.ts";
import { createOperatorsHandlers } from "./operators-handlers.ts";
import type { OperatorsHandlers } from "./operators-router.ts";

/** How often the list's age is looked at; it is renewed weeks before it expires. */
const LOOK_EVERY_MS = 3_600_000;

/** What operators at the centre stand on. */
export interface OperatorsPartOptions {
  readonly database: Kysely<CentreTables>;
  readonly keysFolder: string;
  /** IANA name of the centre's time zone. */
  readonly timeZone: string;
  readonly nowMs: () => number;
  readonly randomBytes: RandomBytes;
  readonly logger: Logger;
}

/** Operators in the web process: what screens ask for, and the job that keeps their list fresh. */
export interface OperatorsPart {
  readonly handlers: OperatorsHandlers;
  close(): Promise<void>;
}

/**
 * Opens the register with the centre's keys and starts the renewal of its list.
 * @throws GatehouseError `store.wrong-key`
 */
export async function openOperatorsPart(options: OperatorsPartOptions): Promise<OperatorsPart> {
  const { keysFolder, logger } = options;
  const key = await openCentreKey(keysFolder);
  const signer = await openBundleSigner(keysFolder);
  const register = openOperatorRegister({ ...options, key, signer });
  const renewal = startListRenewal({
    renew: register.renewList,
    everyMs: LOOK_EVERY_MS,
    logger: logger.child({ module: "operators" }),
  });
  return { handlers: createOperatorsHandlers({ ...options, register }), close: renewal.close };
}
