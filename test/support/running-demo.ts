import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Demo, startDemo } from "../../scripts/start/demo.ts";
import { ensureBuilt } from "./built-ui.ts";

/** The root of the repository. */
const REPOSITORY = resolve(import.meta.dirname, "../..");

/** A whole Gatehouse of its own, and its data folder. */
export interface RunningDemo {
  readonly demo: Demo;
  readonly dataFolder: string;
  close(): Promise<void>;
}

/** Starts centre, simulated scanner and checkpoint in a new folder, without a window. */
export async function startRunningDemo(): Promise<RunningDemo> {
  await ensureBuilt("desktop/ui");
  await ensureBuilt("sync-server/web");
  const dataFolder = await mkdtemp(join(tmpdir(), "gh-demo-"));
  // As root the database runs as another user, who must get through.
  await chmod(dataFolder, 0o755);
  const options = {
    help: false,
    isSmoke: true,
    hasWindow: false,
    ratePerMinute: 0,
    dataFolder,
    isFresh: false,
  };
  const demo = await startDemo(REPOSITORY, options, () => undefined);
  return {
    demo,
    dataFolder,
    async close() {
      await demo.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
