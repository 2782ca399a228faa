import { startEmbeddedPostgres } from "@gatehouse/sync-server/store/embedded-postgres";
import { pino } from "pino";

/*
 * A process of its own around the embedded database, to be run as another user or to be killed:
 * node postgres-program.ts DATA-FOLDER
 * Prints one line of JSON when ready; closes on SIGTERM.
 */
const dataFolder = process.argv[2] ?? "";
const server = await startEmbeddedPostgres({ dataFolder, logger: pino({ level: "silent" }) });
process.once("SIGTERM", () => void server.close());
process.stdout.write(`${JSON.stringify({ ...server.connection, uid: process.getuid?.() })}\n`);
await server.ended;
