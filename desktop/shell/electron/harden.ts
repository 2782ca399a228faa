import { isScreenUrl } from "./origin.ts";

/** An event whose default can be prevented. */
export interface Preventable {
  preventDefault(): void;
}

type Answer = (answer: boolean) => void;

/** The parts of Electron's session that can grant something. */
export interface SessionLike {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, answer: Answer) => void,
  ): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setDisplayMediaRequestHandler(
    handler: (request: unknown, answer: (streams: null) => void) => void,
  ): void;
  setBluetoothPairingHandler(
    handler: (details: unknown, answer: (response: { confirmed: boolean }) => void) => void,
  ): void;
  setSpellCheckerEnabled(isEnabled: boolean): void;
  on(
    event: "select-serial-port" | "select-hid-device" | "select-usb-device" | "will-download",
    listener: (event: Preventable) => void,
  ): unknown;
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { url: string }, answer: (answer: { cancel: boolean }) => void) => void,
    ): void;
  };
}

/**
 * Denies everything that a page could be granted: Electron approves what nobody answers. Devices
 * belong to the host, and the page has no reason to fetch anything but itself.
 */
export function hardenSession(session: SessionLike): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setSpellCheckerEnabled(false);
  session.on("select-serial-port", prevent);
  session.on("select-hid-device", prevent);
  session.on("select-usb-device", prevent);
  session.on("will-download", prevent);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isScreenUrl(url) }));
}

/** The parts of Electron's web contents that can lead somewhere else. */
export interface ContentsLike {
  setWindowOpenHandler(handler: () => { action: "deny" }): void;
  on(
    event: "will-navigate" | "will-frame-navigate" | "will-redirect",
    listener: (details: Preventable & { readonly url: string }) => void,
  ): unknown;
  on(event: "will-attach-webview", listener: (event: Preventable) => void): unknown;
}

/** Keeps a page on the screen's own address, alone in its window. */
export function hardenContents(contents: ContentsLike): void {
  const stay = (details: Preventable & { readonly url: string }) => {
    if (!isScreenUrl(details.url)) details.preventDefault();
  };
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", stay);
  contents.on("will-frame-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-attach-webview", prevent);
}

function prevent(event: Preventable): void {
  event.preventDefault();
}
