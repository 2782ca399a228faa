import type { Logger } from "pino";
import { startEnrolmentServer } from "../enrolment/enrolment-server.ts";
import { openPki } from "../pki/pki.ts";
import type { RuntimeInfo } from "../process-contract.ts";
import { type RunningPart, runChild } from "../run-child.ts";
import { openCentreKey } from "../store/centre-key.ts";
import { openDatabase } from "../store/database.ts";
import { urlHost } from "../url-host.ts";
import { startGateway } from "./gateway.ts";

await runChild({ name: "gateway", start });

/** Opens what the supervisor prepared, then broker and enrolment. What was opened is closed again when a later part fails. */
async function start(runtime: RuntimeInfo, logger: Logger): Promise<RunningPart> {
  await using opened = new AsyncDisposableStack();
  const database = openDatabase({ connection: runtime.database, name: "gateway", logger });
  opened.defer(() => database.close());
  const pki = await openPki({ keysFolder: runtime.keysFolder, names: runtime.certificateNames });
  const gateway = await startGateway({
    ...database,
    connection: runtime.database,
    key: await openCentreKey(runtime.keysFolder),
    tls: { ...pki.server, caPem: pki.caPem },
    host: runtime.host,
    port: runtime.mqttPort,
    timeZone: runtime.timeZone,
    logger,
  });
  opened.defer(() => gateway.close());
  const enrolment = await startEnrolmentServer({
    pool: database.pool,
    pki,
    host: runtime.host,
    port: runtime.enrolPort,
    brokerUrl: `mqtts://${urlHost(runtime.publicHost)}:${gateway.port}`,
    logger,
  });
  opened.defer(() => enrolment.close());
  const all = opened.move();
  return {
    ports: { mqttPort: gateway.port, enrolPort: enrolment.port },
    close: () => all.disposeAsync(),
  };
}
