import { spawn } from "node:child_process";

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a program in the foreground until it ends; signals that reach us are passed on.
 * @param {object} program
 * @param {string} program.command
 * @param {readonly string[]} program.args
 * @param {string} program.cwd
 * @param {NodeJS.ProcessEnv} program.env
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} how it ended
 */
export async function runProgram({ command, args, cwd, env }) {
  const child = spawn(command, args, { cwd, env, stdio: "inherit" });
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    // Ctrl-C at a terminal reaches the whole process group: passed on, it would count twice.
    if (!(signal === "SIGINT" && process.stdin.isTTY === true)) {
      child.kill(signal);
    }
  };
  for (const signal of SIGNALS) {
    process.on(signal, pass);
  }
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
  } finally {
    for (const signal of SIGNALS) {
      process.removeListener(signal, pass);
    }
  }
}

/**
 * Ends this process the way the program ended.
 * @param {{ code: number | null, signal: NodeJS.Signals | null }} end
 */
export function endLike({ code, signal }) {
  if (signal === null) {
    process.exitCode = code ?? 1;
  } else {
    process.kill(process.pid, signal);
  }
}
