/** Scheme of the screen: no port, no file path, and nothing outside this program answers it. */
export const SCREEN_SCHEME = "gh";
/** The one host of that scheme. */
const SCREEN_HOST = "station";
/** What the scheme may do: be an origin like the web's, and a secure one. No CORS, no service worker. */
export const SCREEN_PRIVILEGES = {
  scheme: SCREEN_SCHEME,
  privileges: { standard: true, secure: true },
};

/** Address of the screen. @param language first language; what a person chooses there wins */
export function screenUrl(language: "zh-CN" | "en"): string {
  return `${SCREEN_SCHEME}://${SCREEN_HOST}/?lang=${language}`;
}

/** True for an address of the screen itself: parsed, because a prefix can be faked. */
export function isScreenUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed?.protocol === `${SCREEN_SCHEME}:` &&
    parsed.host === SCREEN_HOST &&
    parsed.username === "" &&
    parsed.password === ""
  );
}

/** A frame that sent a message, as far as trust needs it. */
export interface SenderFrame {
  readonly url: string;
  /** Null for the window's top frame. */
  readonly parent: unknown;
}

/** True for the top frame of the screen; a frame that is already gone is nobody. */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && isScreenUrl(frame.url);
}
