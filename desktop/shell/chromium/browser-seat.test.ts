import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareSeat, type SeatOptions } from "./browser-seat.ts";
import { readWindowEnvironment } from "./config.ts";
import type { Account } from "./run-as.ts";

/** Another account where we may give files away, else our own. */
const isRoot = process.getuid?.() === 0;
const uid = isRoot ? 4_242 : (process.getuid?.() ?? 0);
const gid = isRoot ? 4_242 : (process.getgid?.() ?? 0);

let folder: string;
let guard: Account;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-seat-"));
  chmodSync(folder, 0o711);
  guard = { name: "guard", uid, gid, home: "/nonexistent" };
});

afterEach(() => rm(folder, { recursive: true }));

describe("a seat for another account", () => {
  it("has a profile that only the account enters, in a folder that stays ours", () => {
    const seat = seatFor({});
    expect(seat.profileFolder).toBe(join(folder, "window", "guard"));
    expect(statSync(seat.profileFolder)).toMatchObject({ uid, gid });
    expect(statSync(seat.profileFolder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "window")).uid).toBe(process.getuid?.());
    expect(seat.env).toMatchObject({ USER: "guard", HOME: seat.profileFolder, DISPLAY: ":7" });
  });

  it("lies elsewhere when the account cannot reach the data folder", () => {
    // As an ordinary user the folder is our own, which we can always reach.
    chmodSync(folder, 0o600);
    const elsewhere = join(tmpdir(), `${folder.split("/").at(-1)}-elsewhere`);
    const seat = prepareSeat(options({ fallbackFolder: elsewhere }));
    chmodSync(folder, 0o711);
    expect(seat.ok && seat.value.profileFolder.startsWith(`${elsewhere}/`)).toBe(true);
    return rm(elsewhere, { recursive: true });
  });

  it("brings a copy of the display's cookie and never writes through a link", () => {
    const xauthority = join(folder, "root.xauthority");
    const precious = join(folder, "precious");
    writeFileSync(xauthority, "cookie", { mode: 0o600 });
    writeFileSync(precious, "untouched");
    mkdirSync(join(folder, "window"));
    symlinkSync(precious, join(folder, "window", "guard.xauthority"));
    const copy = seatFor({ XAUTHORITY: xauthority }).env.XAUTHORITY ?? "";
    expect(readFileSync(copy, "utf8")).toBe("cookie");
    expect(statSync(copy)).toMatchObject({ uid, gid });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(readFileSync(precious, "utf8")).toBe("untouched");
  });

  it("gets none of our secrets, only words, input method and display", () => {
    const env = seatFor({ DATABASE_URL: "postgres://secret", XMODIFIERS: "@im=fcitx" }).env;
    expect(env).not.toHaveProperty("DATABASE_URL");
    expect(env.XMODIFIERS).toBe("@im=fcitx");
  });

  it("is refused when the only display is someone else's Wayland session", () => {
    const environment = readWindowEnvironment({
      WAYLAND_DISPLAY: "wayland-0",
      XDG_RUNTIME_DIR: "/run/user/4243",
    });
    expect(prepareSeat(options({ environment }))).toMatchObject({
      ok: false,
      reason: "no-display",
      detail: expect.stringContaining("guard"),
    });
  });
});

describe("a seat for our own account", () => {
  it("uses the folder as it is and the session's own display", () => {
    const environment = readWindowEnvironment({
      WAYLAND_DISPLAY: "wayland-0",
      XDG_RUNTIME_DIR: "/run/user/1000",
      HOME: folder,
    });
    expect(prepareSeat(options({ account: null, environment }))).toEqual({
      ok: true,
      value: {
        account: null,
        profileFolder: join(folder, "window"),
        env: { WAYLAND_DISPLAY: "wayland-0", XDG_RUNTIME_DIR: "/run/user/1000", HOME: folder },
      },
    });
  });
});

function options(changes: Partial<SeatOptions>): SeatOptions {
  return {
    account: guard,
    profileFolder: join(folder, "window"),
    environment: readWindowEnvironment({ DISPLAY: ":7", HOME: folder }),
    platform: "linux",
    fallbackFolder: join(folder, "fallback"),
    ...changes,
  };
}

function seatFor(variables: Record<string, string>) {
  const environment = readWindowEnvironment({ DISPLAY: ":7", HOME: folder, ...variables });
  const seat = prepareSeat(options({ environment }));
  if (!seat.ok) throw new Error(seat.detail);
  return seat.value;
}
