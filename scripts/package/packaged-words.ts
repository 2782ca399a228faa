import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What our texts tell people to type in a clone, and what that is called once installed. */
const COMMANDS: readonly (readonly [RegExp, string])[] = [
  [/npm run server \[-- (\w+)\]/g, "gatehouse-centre [$1]"],
  [/npm run server -- /g, "gatehouse-centre "],
  [/npm run station -- /g, "gatehouse-station "],
  [/npm run bridge -- /g, "gatehouse-bridge "],
  [/npm run server\b/g, "systemctl start gatehouse-centre"],
  [/npm run station\b/g, "systemctl start gatehouse-station"],
];

/** Rewrites the commands in all programs and pages under a folder, but not in installed packages. */
export function nameInstalledCommands(folder: string): void {
  const files = globSync("**/*.{js,html}", { cwd: folder, exclude: ["node_modules/**"] });
  for (const file of files.map((name) => join(folder, name))) {
    const text = readFileSync(file, "utf8");
    const installed = COMMANDS.reduce((words, [clone, name]) => words.replace(clone, name), text);
    if (installed !== text) writeFileSync(file, installed);
  }
}
