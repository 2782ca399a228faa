import { runCentre } from "./run-centre.ts";

process.exitCode = await runCentre(process.argv.slice(2));
