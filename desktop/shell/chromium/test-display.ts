import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";

/** A virtual X server that lets in only who has its cookie. */
export interface TestDisplay {
  /** `:7` */
  readonly display: string;
  /** X authority file, readable by our own account only. */
  readonly xauthority: string;
  close(): Promise<void>;
}

/** Starts Xvfb on a free display number. */
export async function startTestDisplay(folder: string): Promise<TestDisplay> {
  const cookie = randomBytes(16).toString("hex");
  const serverFile = join(folder, "server.xauthority");
  const xauthority = join(folder, "client.xauthority");
  addCookie(serverFile, ":0", cookie);
  const server = spawn(
    "Xvfb",
    ["-displayfd", "3", "-auth", serverFile, "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const numbers = server.stdio[3];
  if (!numbers) throw new Error("Xvfb has no pipe for its display number");
  const [line] = await once(numbers, "data");
  const display = `:${String(line).trim()}`;
  addCookie(xauthority, display, cookie);
  return {
    display,
    xauthority,
    async close() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, "exit");
      server.kill();
      await gone;
    },
  };
}

function addCookie(file: string, display: string, cookie: string): void {
  const { status, stderr } = spawnSync("xauth", ["-f", file, "add", display, ".", cookie]);
  if (status !== 0) throw new Error(`xauth: ${stderr}`);
}
