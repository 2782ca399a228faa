import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { makeFolder } from "./log-fixture.ts";
import { onSmallDisk } from "./small-disk.ts";

const WRITER = fileURLToPath(new URL("full-disk-writer.ts", import.meta.url));
const run = promisify(execFile);

it("accepts nothing on a full disk, shows nothing of it, and goes on when there is space", async () => {
  const { folder, remove } = makeFolder();
  const { command, isMounted } = onSmallDisk({ folder, size: "3m" }, [
    process.execPath,
    WRITER,
    folder,
  ]);
  const [program = "", ...parameters] = command;
  const { stdout } = await run(program, [...parameters, isMounted ? "tmpfs" : "file-size-limit"]);
  expect(JSON.parse(stdout)).toEqual({
    full: {
      codes: [isMounted ? "store.full" : "store.failed"],
      health: "failing",
      isOnlyAcceptedStored: true,
      isSeqUnused: true,
    },
    healthAfterProbe: "failing",
    healthWhenFreed: "ok",
    freed: { codes: ["accepted"], health: "ok", isOnlyAcceptedStored: true, firstBreak: null },
  });
  remove();
});
