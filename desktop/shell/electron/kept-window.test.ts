import { EventEmitter } from "node:events";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepWindow, type WindowLike } from "./kept-window.ts";

/** A page whose renderer dies on demand. */
class Contents extends EventEmitter {
  forcefullyCrashRenderer(): void {
    this.emit("render-process-gone", {}, { reason: "killed" });
  }
}

/** A window that counts what happens to it. */
class Window extends EventEmitter implements WindowLike {
  readonly webContents = new Contents();
  readonly loaded: string[] = [];
  failures = 0;
  isShown = false;
  show(): void {
    this.isShown = true;
  }
  isDestroyed(): boolean {
    return false;
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error("ERR_FAILED");
    }
  }
  /** Whether a person's wish to close it is granted. */
  asksToClose(): boolean {
    let isGranted = true;
    const preventDefault = () => {
      isGranted = false;
    };
    this.emit("close", { preventDefault });
    return isGranted;
  }
}

const URL = "gh://station/?lang=en";
let window: Window;
let isEnding: boolean;

function keep(kiosk = false): void {
  const logger = pino({ level: "silent" });
  keepWindow(window, URL, { kiosk, isEnding: () => isEnding, logger });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  window = new Window();
  isEnding = false;
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a kept window", () => {
  it("shows the screen once it has something to show", () => {
    keep();
    expect([window.loaded, window.isShown]).toEqual([[URL], false]);
    window.emit("ready-to-show");
    expect(window.isShown).toBe(true);
  });

  it("loads the screen again when its renderer dies or hangs, ever more slowly", () => {
    keep();
    window.webContents.emit("render-process-gone", {}, { reason: "crashed" });
    vi.advanceTimersByTime(250);
    expect(window.loaded).toHaveLength(2);
    window.emit("unresponsive");
    vi.advanceTimersByTime(499);
    expect(window.loaded).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(window.loaded).toHaveLength(3);
  });

  it("tries again when the screen could not be loaded", async () => {
    window.failures = 1;
    keep();
    await vi.advanceTimersByTimeAsync(250);
    expect(window.loaded).toEqual([URL, URL]);
  });

  it("loads nothing more once the program is ending", () => {
    keep();
    isEnding = true;
    window.webContents.emit("render-process-gone", {}, { reason: "killed" });
    vi.runAllTimers();
    expect(window.loaded).toHaveLength(1);
  });

  it("closes when a person wants it, but a kiosk only with the program", () => {
    keep();
    expect(window.asksToClose()).toBe(true);
    window = new Window();
    keep(true);
    expect(window.asksToClose()).toBe(false);
    isEnding = true;
    expect(window.asksToClose()).toBe(true);
  });
});
