import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeTestCa } from "../../test/support/test-ca.ts";

/** Starts a broker and says how that went; ends only when nothing is left open. */
const PROGRAM = `
  const [module, host, port, caPem] = process.argv.slice(1);
  const { startBroker } = await import(module);
  await startBroker({ host, port: Number(port), tls: { caPem }, logger: { error() {} } })
    .catch((error) => process.stdout.write(error.code));
`;

let taken: Server;
let program: ChildProcess | undefined;
beforeAll(async () => {
  taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
});
afterAll(() => {
  program?.kill("SIGKILL");
  taken.close();
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

it.each([
  { what: "a port that is taken", host: "127.0.0.1", code: "net.port-in-use" },
  { what: "an address of another machine", host: "203.0.113.7", code: "net.address-refused" },
])("a broker on $what says so and leaves nothing running", async ({ host, code }) => {
  const module = new URL("./broker.ts", import.meta.url).href;
  const { caPem } = await makeTestCa();
  const args = ["--input-type=module", "-e", PROGRAM, module, host, String(portOf(taken)), caPem];
  const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  program = started;
  let said = "";
  started.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  expect(await once(started, "close")).toEqual([0, null]);
  expect(said).toBe(code);
});
