import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { pino } from "pino";
import { readStationConfig } from "../../host/config.ts";
import type { WindowPort } from "../../host/rpc/port-peer.ts";
import { openPortScreen } from "../../host/rpc/port-screen.ts";
import { startStationHost } from "../../host/station-host.ts";
import { HOST_REFUSES } from "./host-keeper.ts";

/** Electron's `process.parentPort`; it keeps messages until someone listens. */
interface ParentPort {
  on(
    event: "message",
    listener: (event: { readonly data: unknown; readonly ports: readonly WindowPort[] }) => void,
  ): unknown;
}

/** The station's host as a process of the Electron shell, which gives it its windows' ports. */
async function main(parent: ParentPort, args: readonly string[]): Promise<void> {
  const config = readStationConfig(args);
  const logger = pino({ level: config.logLevel }, pino.destination(2));
  const host = await startStationHost(
    config,
    (handlers) => openPortScreen(handlers, logger),
    logger,
  );
  await new Promise<void>((resolve) => {
    parent.on("message", ({ data, ports }) => {
      if (isOf("stop", data)) resolve();
      if (isOf("window", data)) for (const port of ports) host.screen.attach(port);
    });
  });
  await host.close();
}

function isOf(type: "stop" | "window", message: unknown): boolean {
  return (
    typeof message === "object" && message !== null && "type" in message && message.type === type
  );
}

const { parentPort } = process as NodeJS.Process & { readonly parentPort: ParentPort };
main(parentPort, process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    const isOps = error instanceof GatehouseError;
    const words = isOps || !(error instanceof Error) ? String(error) : error.stack;
    process.stderr.write(`gatehouse station: ${words}\n`);
    process.exit(isOps && !error.retryable ? HOST_REFUSES : 1);
  },
);
