import { emitKeypressEvents } from "node:readline";
import type { Demo } from "./demo.ts";

/** What a person can do to the demonstration from the terminal. */
export const KEYS_HELP =
  "  s scan   n cut / restore the network   u unplug / plug the scanner   l new sign-in link   q end";

/** Listens for single keys; without a terminal nothing is listened for. */
export function listenForKeys(options: {
  readonly demo: Demo;
  readonly scan: () => void;
  readonly print: (line: string) => void;
  readonly end: () => void;
}): void {
  const { demo, print } = options;
  const actions: Record<string, () => void> = {
    s() {
      options.scan();
      print("one code scanned");
    },
    q: options.end,
    n() {
      if (demo.network.isCut()) demo.network.restore();
      else demo.network.cut();
      print(demo.network.isCut() ? "network cut: the station carries on" : "network restored");
    },
    u() {
      if (demo.scanner.isPlugged()) demo.scanner.unplug();
      else demo.scanner.plug();
      print(demo.scanner.isPlugged() ? "scanner plugged in" : "scanner unplugged");
    },
    l() {
      demo.signInLink().then(
        (url) => print(`command centre: ${url}`),
        (error: unknown) => print(`no sign-in link: ${String(error)}`),
      );
    },
  };
  if (!process.stdin.isTTY) return;
  emitKeypressEvents(process.stdin);
  process.stdin.setRawMode(true);
  process.stdin.on("keypress", (_text: string, key: { name?: string; ctrl?: boolean }) => {
    if (key.ctrl && key.name === "c") return options.end();
    actions[key.name ?? ""]?.();
  });
}
