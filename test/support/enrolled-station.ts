import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** Makes a data folder of a station that was enrolled at a centre which cannot be reached. */
export async function writeEnrolledStation(folder: string): Promise<void> {
  const program = join(import.meta.dirname, "enrol-offline.ts");
  await promisify(execFile)(process.execPath, [program, folder]);
}
