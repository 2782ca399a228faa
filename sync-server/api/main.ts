import { runChild } from "../run-child.ts";
import { startWebProcess } from "./web-process.ts";

await runChild({ name: "web", start: startWebProcess });
