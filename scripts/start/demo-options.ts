import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

/** Text of `npm start -- --help`. */
export const START_HELP = `Starts the whole of Gatehouse on this machine: the centre (broker, database, command centre)
and three stations with simulated devices: a checkpoint, a sampling table and a machine room.
Everything uses generated keys, certificates, badges and PINs.

  npm start                 installs what is missing, builds, starts, opens the station's window
                            when there is a display, and prints the addresses
  npm start -- --smoke      the same without a window; waits until a scan, a sealed tube, a
                            temperature and a patrol check are on the command centre's board,
                            prints one line of JSON and ends
  --yes                     install missing system packages without asking
  --headless                no window
  --rate N                  steps a minute at each post (default 12, 0 = only on key press)
  --data FOLDER             where the data of this demonstration lies
  --fresh                   throw that data away first
  --help                    this text
`;

/** What to start. */
export interface DemoOptions {
  readonly help: boolean;
  readonly isSmoke: boolean;
  readonly hasWindow: boolean;
  readonly ratePerMinute: number;
  readonly dataFolder: string;
  readonly isFresh: boolean;
}

/**
 * Reads the command line.
 * @throws TypeError on an option that does not exist
 */
export function readDemoOptions(
  args: readonly string[],
  repository: string,
  environment: NodeJS.ProcessEnv,
): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      smoke: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      headless: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      rate: { type: "string", default: "12" },
      data: { type: "string" },
    },
  });
  const ratePerMinute = Number(values.rate);
  if (!Number.isFinite(ratePerMinute) || ratePerMinute < 0 || ratePerMinute > 6_000) {
    throw new TypeError("--rate takes a number from 0 to 6000");
  }
  const hasDisplay = Boolean(environment.DISPLAY ?? environment.WAYLAND_DISPLAY);
  return {
    help: values.help,
    isSmoke: values.smoke,
    hasWindow: hasDisplay && !values.headless && !values.smoke,
    ratePerMinute,
    dataFolder: resolve(values.data ?? defaultFolder(repository, values.smoke, environment)),
    isFresh: values.fresh,
  };
}

/**
 * A folder of its own for each clone. As root it lies under /var/lib, because the database runs as
 * the user `gatehouse`, who cannot enter a home of mode 0700.
 */
function defaultFolder(
  repository: string,
  isSmoke: boolean,
  environment: NodeJS.ProcessEnv,
): string {
  const clone = createHash("sha256").update(repository).digest("hex").slice(0, 8);
  const name = `${isSmoke ? "smoke" : "demo"}-${clone}`;
  if (process.getuid?.() === 0) return join("/var/lib/gatehouse", name);
  const share = environment.XDG_DATA_HOME ?? join(homedir(), ".local/share");
  return join(share, "gatehouse", name);
}
