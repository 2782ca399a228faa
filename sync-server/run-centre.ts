import { join } from "node:path";
import { parseArgs } from "node:util";
import { folderFailure } from "@gatehouse/protocols/error/folder-failure";
import { optionProblem } from "@gatehouse/protocols/error/option-problem";
import { type CentreConfig, loadConfig } from "./config.ts";
import { createLogger } from "./logger.ts";
import { readServiceEnvironment } from "./service/config.ts";
import { startServiceNotice } from "./service/service-notice.ts";
import { type RunningCentre, startCentre } from "./supervisor.ts";

/**
 * Runs the centre until it is told to stop: SIGINT, SIGTERM, or the end of the process that started it.
 * @param args `--config FILE`
 * @returns exit code; 1 after saying on standard error why it could not start
 */
export async function runCentre(args: readonly string[]): Promise<number> {
  const stop = stopRequested();
  try {
    const { values } = parseArgs({ args: [...args], options: { config: { type: "string" } } });
    const config = loadConfig({ file: values.config });
    const { logger, centre } = await start(config).catch((error: unknown) => {
      throw folderFailure(error, config.dataFolder);
    });
    announce(centre, config.dataFolder);
    const service = startServiceNotice(readServiceEnvironment(), logger);
    const reason = await stop;
    logger.info({ reason }, "closing");
    await centre.close();
    service.close();
    return 0;
  } catch (error) {
    const message =
      optionProblem(error) ?? (error instanceof Error ? error.message : String(error));
    process.stderr.write(`${message}\n`);
    return 1;
  } finally {
    // The channel to whoever started us would keep the process alive.
    if (process.connected) process.disconnect();
  }
}

/** Tells the program that started it, or else the person at the terminal. */
async function start(config: CentreConfig) {
  const folder = join(config.dataFolder, "logs");
  const logger = createLogger({ name: "supervisor", folder, level: config.logLevel });
  const centre = await startCentre(config, logger).catch((error: unknown) => {
    logger.error({ err: error }, "cannot start");
    throw error;
  });
  return { logger, centre };
}

function announce(centre: RunningCentre, dataFolder: string): void {
  const { webUrl, brokerUrl, enrolUrl } = centre.addresses;
  if (process.send) {
    process.send({
      type: "ready",
      webUrl,
      brokerUrl,
      enrolUrl,
      caFingerprint: centre.caFingerprint,
    });
    return;
  }
  const lines = [
    "The centre is running.",
    `  command centre  ${webUrl}   (sign in: npm run server -- sign-in-link)`,
    `  stations        ${brokerUrl}   (invite one: npm run server -- invite --help)`,
    `  enrolment       ${enrolUrl}`,
    `  data and logs   ${dataFolder}`,
    "Ctrl-C stops it.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    // `on`: a second signal while closing would else end us before the database is closed.
    process.on("SIGTERM", () => resolve("SIGTERM"));
    process.on("SIGINT", () => resolve("SIGINT"));
    process.once("disconnect", () => resolve("the starting process is gone"));
  });
}
