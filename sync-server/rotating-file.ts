import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** How far a log may grow. */
export interface RotationLimits {
  /** Size at which a file is put aside, bytes. */
  readonly maxBytes: number;
  /** Files kept, the current one included. */
  readonly maxFiles: number;
}

/** 10 files of 10 MB each. */
export const LOG_LIMITS: RotationLimits = { maxBytes: 10_000_000, maxFiles: 10 };

/**
 * A log file that puts itself aside as `.1`, `.2` … and forgets the oldest. Writes are synchronous:
 * the last lines before a crash are the ones that matter. Mode 0600.
 */
export class RotatingFile {
  readonly #path: string;
  readonly #limits: RotationLimits;
  #descriptor: number | null;
  #size: number;

  constructor(path: string, limits: RotationLimits = LOG_LIMITS) {
    this.#path = path;
    this.#limits = limits;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#descriptor = openSync(path, "a", 0o600);
    this.#size = fstatSync(this.#descriptor).size;
  }

  /** Appends; a failing disk must not take the process with it, so the line is dropped then. */
  write(text: string | Uint8Array): void {
    if (this.#descriptor === null) return;
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    try {
      if (this.#size > 0 && this.#size + bytes.length > this.#limits.maxBytes) this.#rotate();
      this.#size += writeSync(this.#descriptor, bytes);
    } catch (error) {
      if (!isDiskFault(error)) throw error;
    }
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #rotate(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    const oldest = this.#limits.maxFiles - 1;
    rmSync(`${this.#path}.${oldest}`, { force: true });
    for (let at = oldest - 1; at >= 1; at -= 1) moveIfThere(`${this.#path}.${at}`, this.#path, at);
    if (oldest >= 1) renameSync(this.#path, `${this.#path}.1`);
    this.#descriptor = openSync(this.#path, oldest >= 1 ? "a" : "w", 0o600);
    this.#size = 0;
  }
}

function moveIfThere(from: string, base: string, at: number): void {
  try {
    renameSync(from, `${base}.${at + 1}`);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

function isDiskFault(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EIO", "EROFS"].some((code) => hasCode(error, code));
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
