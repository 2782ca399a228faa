import { describe, expect, it } from "vitest";
import {
  type ContentsLike,
  hardenContents,
  hardenSession,
  type Preventable,
  type SessionLike,
} from "./harden.ts";
import { windowOptions } from "./window-options.ts";

type Listener = (event: Preventable & { readonly url: string }) => void;

/** Whether a listener takes an event's default away. */
function isPrevented(listener: Listener | undefined, url = ""): boolean {
  let prevented = false;
  listener?.({
    url,
    preventDefault: () => {
      prevented = true;
    },
  });
  return prevented;
}

describe("a hardened session", () => {
  const answers = new Map<string, unknown>();
  const events = new Map<string, Listener>();
  const keep = (name: string) => (value: unknown) => answers.set(name, value);
  const session: SessionLike = {
    setPermissionRequestHandler: (handler) => handler({}, "media", keep("request")),
    setPermissionCheckHandler: (handler) => answers.set("check", handler()),
    setDevicePermissionHandler: (handler) => answers.set("device", handler()),
    setDisplayMediaRequestHandler: (handler) => handler({}, keep("display")),
    setBluetoothPairingHandler: (handler) => handler({}, keep("bluetooth")),
    setSpellCheckerEnabled: keep("spelling"),
    on: (event, listener) => events.set(event, listener),
    webRequest: {
      onBeforeRequest(listener) {
        listener({ url: "https://evil.example/" }, keep("web"));
        listener({ url: "gh://station/assets/app.js" }, keep("own"));
      },
    },
  };
  hardenSession(session);

  it("denies every permission and device, and every request but for the screen's own files", () => {
    expect(Object.fromEntries(answers)).toEqual({
      request: false,
      check: false,
      device: false,
      display: null,
      bluetooth: { confirmed: false },
      spelling: false,
      web: { cancel: true },
      own: { cancel: false },
    });
  });

  it.each(["select-serial-port", "select-hid-device", "select-usb-device", "will-download"])(
    "prevents %s",
    (event) => expect(isPrevented(events.get(event))).toBe(true),
  );
});

describe("a hardened page", () => {
  const events = new Map<string, Listener>();
  let opening: { action: string } | undefined;
  const contents: ContentsLike = {
    setWindowOpenHandler(handler) {
      opening = handler();
    },
    on: (event: string, listener: Listener) => events.set(event, listener),
  };
  hardenContents(contents);

  it("opens no window and holds no webview", () => {
    expect(opening).toEqual({ action: "deny" });
    expect(isPrevented(events.get("will-attach-webview"))).toBe(true);
  });

  it.each(["will-navigate", "will-frame-navigate", "will-redirect"])(
    "stays on its own address at %s",
    (event) => {
      expect(isPrevented(events.get(event), "https://evil.example/gh://station/")).toBe(true);
      expect(isPrevented(events.get(event), "gh://station.evil.example/")).toBe(true);
      expect(isPrevented(events.get(event), "gh://station/?lang=en")).toBe(false);
    },
  );
});

describe("the window", () => {
  it("is sandboxed, without Node, developer tools and anything experimental", () => {
    const { webPreferences } = windowOptions({ kiosk: true, preload: "/preload.cjs" });
    expect(webPreferences).toEqual({
      preload: "/preload.cjs",
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
      spellcheck: false,
      autoplayPolicy: "no-user-gesture-required",
      backgroundThrottling: false,
    });
  });

  it("has no way out as a kiosk, and one otherwise", () => {
    expect(windowOptions({ kiosk: true, preload: "" })).toMatchObject({
      kiosk: true,
      closable: false,
    });
    expect(windowOptions({ kiosk: false, preload: "" })).toMatchObject({
      kiosk: false,
      closable: true,
    });
  });
});
