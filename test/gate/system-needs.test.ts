import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "../../scripts/bootstrap/commands.mjs";
import { missingNeeds, packageNames } from "../../scripts/bootstrap/system-needs.mjs";
import { foreignSystemText, oneLineToType } from "../../scripts/bootstrap/system-packages.mjs";

const ALL = [
  "chromium",
  "chromium-sandbox",
  "fonts-noto-cjk",
  "socat",
  "libusb-1.0-0",
  "xvfb",
  "xauth",
];
const PACKAGING = ["dpkg", "binutils"];
const needsOf = (name: string, ...args: string[]): readonly string[] =>
  COMMANDS[name]?.needs(args) ?? ["no such command"];

describe("what a command needs of the system", () => {
  it("is a screen and devices for start, everything for the tests, nothing for the centre", () => {
    expect(needsOf("start")).toEqual(ALL.filter((name) => !/^x/.test(name)));
    expect(needsOf("start", "--smoke")).toEqual(["socat", "libusb-1.0-0"]);
    expect(needsOf("test")).toEqual([...ALL, ...PACKAGING]);
    expect(needsOf("package")).toEqual(PACKAGING);
    expect(needsOf("server")).toEqual([]);
    expect(needsOf("check")).toEqual([]);
  });

  it("is a browser and a Chinese font for a station, unless it is headless", () => {
    expect(needsOf("station")).toEqual(["chromium", "chromium-sandbox", "fonts-noto-cjk"]);
    expect(needsOf("station", "--headless")).toEqual([]);
  });

  it("is socat for simulated devices only", () => {
    expect(needsOf("bridge", "simulate")).toEqual(["socat"]);
    expect(needsOf("bridge", "list")).toEqual([]);
  });
});

describe("what a machine lacks", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "gatehouse-root-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const put = (...paths: string[]): void => {
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), "", { mode: path.includes("bin/") ? 0o755 : 0o644 });
    }
  };
  const putRelease = (id: string): void => {
    put("etc/os-release");
    writeFileSync(join(root, "etc/os-release"), `NAME="Some name"\nID=${id}\nVERSION_ID="12"\n`);
  };
  const machine = (isRoot = true) => ({ root, path: "/usr/bin:/bin", isRoot });
  const missing = (isRoot = true): readonly string[] =>
    missingNeeds(ALL, machine(isRoot)).map(({ name }) => name);

  it("is everything on an empty Debian", () => {
    putRelease("debian");
    expect(missing()).toEqual(ALL);
    expect(packageNames(missingNeeds(ALL, machine()), machine())).toEqual(ALL);
  });

  it("is nothing when the files are there, whatever dpkg knows of them", () => {
    putRelease("debian");
    put(
      "usr/bin/chromium",
      "usr/lib/chromium/chromium",
      "usr/lib/chromium/chrome-sandbox",
      "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
      "bin/socat",
      "usr/lib/aarch64-linux-gnu/libusb-1.0.so.0",
      "usr/bin/Xvfb",
      "usr/bin/xauth",
    );
    expect(missing()).toEqual([]);
  });

  it("takes any browser of the family and any font with Chinese characters", () => {
    putRelease("debian");
    put("usr/bin/google-chrome", "usr/local/share/fonts/wqy/wqy-microhei.ttc");
    expect(missing()).toEqual(["socat", "libusb-1.0-0", "xvfb", "xauth"]);
  });

  it("does not take a file that cannot be run for a program", () => {
    put("usr/bin/readme/socat");
    writeFileSync(join(root, "usr/bin/socat"), "", { mode: 0o644 });
    expect(missing()).toContain("socat");
  });

  it("counts the setuid sandbox of a Chromium that is there only where the kernel asks for it", () => {
    putRelease("debian");
    put("usr/bin/chromium", "usr/lib/chromium/chromium");
    expect(missing(false)).not.toContain("chromium-sandbox");
    put("proc/sys/kernel/unprivileged_userns_clone");
    writeFileSync(join(root, "proc/sys/kernel/unprivileged_userns_clone"), "0\n");
    expect(missing(false)).toContain("chromium-sandbox");
    expect(missing(true)).not.toContain("chromium-sandbox");
  });

  it("goes by Ubuntu's names on Ubuntu", () => {
    putRelease("ubuntu");
    const names = packageNames(missingNeeds(ALL, machine()), machine());
    expect(names).toContain("chromium-browser");
    expect(names).not.toContain("chromium");
    expect(names).not.toContain("chromium-sandbox");
  });
});

describe("the advice when nothing can be installed", () => {
  const packages = ["socat", "xvfb"];

  it.each([
    { account: { isRoot: true, hasSudo: false }, starts: "apt-get update && apt-get install" },
    { account: { isRoot: false, hasSudo: true }, starts: "sudo apt-get update && sudo apt-get" },
    { account: { isRoot: false, hasSudo: false }, starts: "su -c 'apt-get update && apt-get" },
  ])("is one line that fits the account: $starts", ({ account, starts }) => {
    const text = oneLineToType(packages, account);
    expect(text.split("\n")).toHaveLength(1);
    expect(text).toContain(starts);
    expect(text).toContain("install -y --no-install-recommends socat xvfb");
  });

  it("names programs, not packages, where there is no apt-get", () => {
    const text = foreignSystemText([{ name: "fonts-noto-cjk", what: "a font with Chinese" }]);
    expect(text).toContain("- a font with Chinese");
    expect(text).not.toContain("fonts-noto-cjk");
  });
});
