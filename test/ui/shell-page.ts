import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { BrowserContext, Page } from "@playwright/test";
import { screenUrl } from "../../desktop/shell/electron/origin.ts";
import { passPorts } from "../../desktop/shell/electron/port-route.ts";
import { answerScreen } from "../../desktop/shell/electron/screen-answer.ts";

const DESKTOP = resolve(import.meta.dirname, "../../desktop");
/** Chromium cannot be given a scheme of its own from outside: this origin stands for `gh://station`. */
const ORIGIN = "https://station.invalid";

/** What the page's stand-in for Electron says. */
interface PageWord {
  readonly port: number;
  readonly kind: "open" | "text" | "gone";
  readonly text?: string;
}

/** Who gets a page's ports. */
interface PortTaker {
  attach(port: MessagePort): void;
}

/**
 * Makes every page of a context one of the Electron shell as far as a page can tell: its files come
 * from the answerer of `gh://station`, and the bundled preload runs before them, with a stand-in
 * for Electron that carries its ports over Playwright's binding.
 */
export async function enterShell(context: BrowserContext, host: PortTaker): Promise<void> {
  await context.route(`${ORIGIN}/**`, async (route) => {
    const request = route.request();
    const url = request.url().replace(ORIGIN, "gh://station");
    const answer = await answerScreen(join(DESKTOP, "ui/dist"), { url, method: request.method() });
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
  const ports = new Map<number, MessagePort>();
  await context.exposeBinding("gatehouseWord", ({ page, frame }, word: PageWord) => {
    const parent = frame.parentFrame();
    if (word.kind === "open") {
      const { port1: own, port2: theirs } = new MessageChannel();
      ports.set(word.port, own);
      own.on("message", (text: string) => tell(page, word.port, text));
      own.on("close", () => tell(page, word.port, null));
      passPorts({ senderFrame: { url: screenUrl("zh-CN"), parent }, ports: [theirs] }, host);
    } else if (word.kind === "text") ports.get(word.port)?.postMessage(word.text);
    else ports.get(word.port)?.close();
  });
  const preload = await readFile(join(DESKTOP, "shell/electron/dist/preload.cjs"), "utf8");
  await context.addInitScript(
    `(${standInForElectron.toString()})((require, MessageChannel) => { ${preload} });`,
  );
}

/** Opens the screen as the shell does. */
export async function openScreen(page: Page): Promise<void> {
  await page.goto(`${ORIGIN}/?lang=zh-CN`);
}

function tell(page: Page, port: number, text: string | null): void {
  const say = ([id, words]: readonly [number, string | null]) => {
    (globalThis as unknown as InShell).gatehouseTold(id, words);
  };
  // A page that has gone away needs no word.
  page.evaluate(say, [port, text] as const).catch(() => undefined);
}

interface InShell {
  gatehouseWord(word: PageWord): unknown;
  gatehouseTold(port: number, text: string | null): void;
}

/** Runs in the page: what a preload sees of Electron. */
function standInForElectron(preload: (require: () => object, channel: object) => void): void {
  const shell = globalThis as unknown as InShell;
  const ports = new Map<number, globalThis.MessagePort>();
  shell.gatehouseTold = (id, text) => {
    if (text === null) ports.get(id)?.close();
    else ports.get(id)?.postMessage(text);
  };
  // Electron's ports tell when the other end has closed; the web's do not.
  const closing = (port: { close(): void }, other: EventTarget) => {
    const close = port.close.bind(port);
    port.close = () => {
      close();
      other.dispatchEvent(new Event("close"));
    };
  };
  class ElectronChannel extends MessageChannel {
    constructor() {
      super();
      closing(this.port1, this.port2);
      closing(this.port2, this.port1);
    }
  }
  const contextBridge = {
    exposeInMainWorld: (name: string, api: object) => Object.assign(globalThis, { [name]: api }),
  };
  const ipcRenderer = {
    postMessage(_channel: string, _message: null, [port]: [globalThis.MessagePort]) {
      const id = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
      ports.set(id, port);
      shell.gatehouseWord({ port: id, kind: "open" });
      port.onmessage = ({ data }) => shell.gatehouseWord({ port: id, kind: "text", text: data });
      port.addEventListener("close", () => shell.gatehouseWord({ port: id, kind: "gone" }));
    },
  };
  preload(() => ({ contextBridge, ipcRenderer }), ElectronChannel);
}
