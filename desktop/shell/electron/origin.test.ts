import { describe, expect, it } from "vitest";
import { isScreenUrl, isTrustedSender, screenUrl } from "./origin.ts";
import { passPorts } from "./port-route.ts";
import { stationArguments } from "./station-arguments.ts";

const FOREIGN = [
  "http://station/",
  "https://station/",
  "file:///station/index.html",
  "gh://other/",
  "gh://station.evil.example/",
  "gh://station:80/",
  "gh://user@station/",
  "gh://:secret@station/",
  "gh:station",
  "ghx://station/",
  "javascript:gh://station/",
  "about:blank",
  "",
];

describe("the screen's address", () => {
  it("is its own", () => {
    expect(isScreenUrl(screenUrl("en"))).toBe(true);
    expect(isScreenUrl("gh://station/assets/a.js#x")).toBe(true);
  });

  it.each(FOREIGN)("is not %j", (url) => {
    expect(isScreenUrl(url)).toBe(false);
  });
});

describe("a sender", () => {
  it("is trusted as the screen's top frame only", () => {
    const url = screenUrl("zh-CN");
    expect(isTrustedSender({ url, parent: null })).toBe(true);
    expect(isTrustedSender({ url, parent: {} })).toBe(false);
    expect(isTrustedSender({ url: "https://evil.example/", parent: null })).toBe(false);
    expect(isTrustedSender(null)).toBe(false);
  });
});

describe("a page's ports", () => {
  const send = (url: string) => {
    const ends: string[] = [];
    const port = { close: () => ends.push("closed") };
    const host = { attach: () => ends.push("attached") };
    passPorts({ senderFrame: { url, parent: null }, ports: [port, port] }, host);
    return ends;
  };

  it("reach the host from the screen, and end here from anywhere else", () => {
    expect(send(screenUrl("en"))).toEqual(["attached", "attached"]);
    expect(send("https://evil.example/")).toEqual(["closed", "closed"]);
  });
});

describe("the station's arguments", () => {
  it("are what follows --, whatever Chromium was told before it", () => {
    const argv = ["electron", "--inspect=0", "main.mjs", "--", "--kiosk", "--", "x"];
    expect(stationArguments(argv, false)).toEqual(["--kiosk", "--", "x"]);
  });

  it("follow the program, and the bundle where there is one", () => {
    expect(stationArguments(["electron", "main.mjs", "--kiosk"], false)).toEqual(["--kiosk"]);
    expect(stationArguments(["gatehouse", "--kiosk"], true)).toEqual(["--kiosk"]);
  });
});
