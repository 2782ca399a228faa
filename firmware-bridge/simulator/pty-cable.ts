import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, rm } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";

/** How long socat waits after our end closed, s: what was sent still reaches the host. */
const DRAIN_S = 0.15;
/** A pty whose reader has stopped never drains; its cable is cut after this, ms. */
const CUT_AFTER_MS = 300;
/** socat splits addresses at these, so a path cannot carry them. */
const PATH_PATTERN = /^[^,:!'"\s]+$/;

type Socat = ChildProcessByStdio<Writable, Readable, Readable>;

/** Where the pty appears and who hears what the host writes. */
export interface PtyCableOptions {
  /** Path of the link that the host opens as its serial port. */
  readonly link: string;
  readonly onReceive?: (bytes: Uint8Array) => void;
}

/**
 * A pty with a plug: the host opens the link as a serial port, this end sends and receives bytes.
 * Node cannot open a pty itself, so socat holds it; socat ends with this process because its
 * standard input does.
 */
export class PtyCable {
  readonly #options: PtyCableOptions;
  #socat: Socat | null = null;

  constructor(options: PtyCableOptions) {
    if (!PATH_PATTERN.test(options.link)) {
      throw new Error(`a pty cannot be linked at "${options.link}": use plain characters`);
    }
    this.#options = options;
  }

  get isPlugged(): boolean {
    return this.#socat !== null;
  }

  /** Makes the port appear; resolves when it can be opened. @throws when socat is missing or fails */
  async plug(): Promise<void> {
    if (this.#socat) return;
    await removeLink(this.#options.link);
    const address = `pty,raw,echo=0,link=${this.#options.link}`;
    const socat = spawn("socat", ["-d", "-d", "-t", String(DRAIN_S), address, "-"], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#socat = socat;
    const forget = () => {
      if (this.#socat === socat) this.#socat = null;
    };
    socat.on("exit", forget);
    socat.on("error", forget);
    // The pipe breaks when the cable is cut under a write; the bytes are lost, as on a wire.
    socat.stdin.on("error", forget);
    socat.stdout.on("data", (bytes: Uint8Array) => this.#options.onReceive?.(bytes));
    await transferStarted(socat);
  }

  /** Sends bytes to the host. False when they are lost: unplugged, or nobody reads and all buffers are full. */
  send(bytes: Uint8Array): boolean {
    const stdin = this.#socat?.stdin;
    if (!stdin || stdin.writableNeedDrain) return false;
    stdin.write(bytes);
    return true;
  }

  /** Takes no more of what the host writes, as a device with a stopped flow control; `unplug` ends it. */
  stall(): void {
    this.#socat?.kill("SIGSTOP");
  }

  /** Pulls the plug, after everything sent has reached the host. */
  async unplug(): Promise<void> {
    const socat = this.#socat;
    if (!socat) return;
    this.#socat = null;
    const cut = setTimeout(() => socat.kill("SIGKILL"), CUT_AFTER_MS);
    const ended = once(socat, "exit");
    socat.stdin.end();
    await ended;
    clearTimeout(cut);
    await removeLink(this.#options.link);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.unplug();
  }
}

/**
 * Removes a stale link of ours.
 * @throws when something else is there: socat would replace whatever it finds
 */
async function removeLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  if (!found.isSymbolicLink()) throw new Error(`"${path}" exists and is not a port`);
  await rm(path, { force: true });
}

function transferStarted(socat: Socat): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    socat.stderr.on("data", (bytes: Buffer) => {
      said = `${said}${bytes.toString()}`.slice(-2_000);
      if (said.includes("starting data transfer loop")) resolve();
    });
    socat.on("error", (cause) => {
      reject(new Error("socat did not start; is it installed? (apt-get install socat)", { cause }));
    });
    socat.on("exit", () => reject(new Error(`socat ended: ${said.trim()}`)));
  });
}
