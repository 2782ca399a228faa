import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below Linux's ephemeral ports (32768 and up), which any outgoing connection may take. */
const FIRST = 12_000;
const LAST = 30_000;

/**
 * A loopback port that is free now and that nobody gets by chance: for a server that a test stops
 * and starts again on the same port while other tests open connections.
 */
export async function steadyPort(): Promise<number> {
  while (true) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
