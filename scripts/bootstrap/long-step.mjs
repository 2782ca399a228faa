import { spawn } from "node:child_process";

/** @type {readonly NodeJS.Signals[]} */
const STOPPING = ["SIGINT", "SIGTERM", "SIGHUP"];
const TERMINAL_TICK_MS = 1_000;
const LOG_TICK_MS = 10_000;
/** Enough to hold the message of a failed step; the rest of what a tool prints is of no use. */
const TAIL_CHARS = 8_000;

/**
 * Runs a program whose output matters only when it fails, and shows that time passes: a counter on
 * a terminal, a line every 10 s otherwise. All of it goes to stderr.
 * @param {object} step
 * @param {string} step.title what is done, for the reader
 * @param {string} step.command
 * @param {readonly string[]} step.args
 * @param {string} step.cwd
 * @param {NodeJS.ProcessEnv} step.env
 * @param {boolean} [step.mayAsk] the program may ask for a password: it gets the terminal
 * @returns {Promise<{ ok: boolean, tail: string }>} `tail` is the end of what it printed
 */
export async function runLongStep({ title, command, args, cwd, env, mayAsk = false }) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: [mayAsk ? "inherit" : "ignore", "pipe", "pipe"],
  });
  let tail = "";
  const keep = (/** @type {Buffer} */ chunk) => {
    tail = (tail + chunk.toString("utf8")).slice(-TAIL_CHARS);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const progress = showProgress(title);
  // Whoever stops us stops the step: left alone it would go on writing without our lock.
  const stop = () => child.kill("SIGTERM");
  for (const signal of STOPPING) {
    process.once(signal, stop);
  }
  const ok = await new Promise((resolve) => {
    child.once("error", (error) => {
      tail += String(error);
      resolve(false);
    });
    child.once("close", (code) => resolve(code === 0));
  });
  for (const signal of STOPPING) {
    process.removeListener(signal, stop);
  }
  progress.end(ok ? "done" : "failed");
  return { ok, tail };
}

/** @param {string} title */
function showProgress(title) {
  const startedAtMs = Date.now();
  const isTerminal = process.stderr.isTTY === true;
  const seconds = () => Math.round((Date.now() - startedAtMs) / 1000);
  const say = (/** @type {string} */ state) =>
    process.stderr.write(
      isTerminal ? `\r\u001b[K${title} ${state}` : `gatehouse: ${title} ${state}\n`,
    );
  say("…");
  const timer = setInterval(
    () => say(`… ${seconds()} s`),
    isTerminal ? TERMINAL_TICK_MS : LOG_TICK_MS,
  );
  return {
    /** @param {string} state */
    end(state) {
      clearInterval(timer);
      say(`${state} (${seconds()} s)${isTerminal ? "\n" : ""}`);
    },
  };
}
