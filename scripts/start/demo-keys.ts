import { emitKeypressEvents } from "node:readline";
import type { Demo } from "./demo.ts";
import { printLinks } from "./demo-links.ts";

/** Beyond and within the room's limits. */
const HOT_C = 31.5;
const COOL_C = 23.5;

/** What a person can do to the demonstration from the terminal. */
export const KEYS_HELP = `  s scan   n cut / restore the network   u unplug / plug the checkpoint's scanner
  h heat / cool the machine room   l new links   q end`;

/** Listens for single keys; without a terminal nothing is listened for. */
export function listenForKeys(options: {
  readonly demo: Demo;
  readonly scan: () => void;
  readonly print: (line: string) => void;
  readonly end: () => void;
}): void {
  const { demo, print } = options;
  let isHot = false;
  const actions: Record<string, () => void> = {
    s() {
      options.scan();
      print("one code scanned");
    },
    q: options.end,
    n() {
      if (demo.network.isCut()) demo.network.restore();
      else demo.network.cut();
      print(demo.network.isCut() ? "network cut: the stations carry on" : "network restored");
    },
    u() {
      if (demo.checkpoint.scanner.isPlugged()) demo.checkpoint.scanner.unplug();
      else demo.checkpoint.scanner.plug();
      print(demo.checkpoint.scanner.isPlugged() ? "scanner plugged in" : "scanner unplugged");
    },
    h() {
      isHot = !isHot;
      const temperatureC = isHot ? HOT_C : COOL_C;
      demo.probe.set({ temperatureC }).catch((error: unknown) => print(String(error)));
      print(isHot ? "the cooling has failed: the room heats up" : "the room cools down");
    },
    l() {
      printLinks(demo, print).catch((error: unknown) => print(`no links: ${String(error)}`));
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
