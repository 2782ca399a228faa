import { randomBytes } from "node:crypto";
import { type OperatorRegister, openOperatorRegister } from "../operators/operator-register.ts";
import { openBundleSigner } from "../pki/bundle-signer.ts";
import { openCentreKey } from "../store/centre-key.ts";
import type { CommandContext } from "./command.ts";

/**
 * The running centre's register of operators.
 * @throws GatehouseError `store.wrong-key`
 */
export async function openRegister(context: CommandContext): Promise<OperatorRegister> {
  const { keysFolder } = context.runtime;
  return openOperatorRegister({
    database: context.database.kysely,
    key: await openCentreKey(keysFolder),
    signer: await openBundleSigner(keysFolder),
    nowMs: () => Date.now(),
    randomBytes,
  });
}
