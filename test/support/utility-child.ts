import { EventEmitter } from "node:events";
import { pathToFileURL } from "node:url";
import type { ChildOrder, PortFrame } from "./utility-process.ts";

/*
 * Stands for Electron's utility process: gives the bundle of its first argument a `parentPort`
 * whose messages wait until someone listens, and ports in the shape of `MessagePortMain`.
 */

type Message = { readonly data: unknown; readonly ports: readonly unknown[] };

/** A port as `MessagePortMain` is one: what arrives before `start` waits. */
class Port extends EventEmitter {
  readonly #id: number;
  #early: (() => void)[] | null = [];

  constructor(id: number) {
    super();
    this.#id = id;
  }

  postMessage(text: string): void {
    send({ kind: "text", port: this.#id, text });
  }

  close(): void {
    send({ kind: "gone", port: this.#id });
  }

  start(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const arrive of early) arrive();
  }

  take(arrive: () => void): void {
    if (this.#early) this.#early.push(arrive);
    else arrive();
  }
}

const ports = new Map<number, Port>();
const waiting: Message[] = [];
let listener: ((message: Message) => void) | undefined;

function openPort(id: number): Port {
  const port = new Port(id);
  ports.set(id, port);
  return port;
}

function send(frame: PortFrame): void {
  process.send?.(frame);
}

process.on("message", (order: ChildOrder) => {
  if (order.kind === "text") {
    const port = ports.get(order.port);
    port?.take(() => port.emit("message", { data: order.text }));
  }
  if (order.kind === "gone") {
    const port = ports.get(order.port);
    port?.take(() => port.emit("close"));
  }
  if (order.kind === "message") {
    const message = { data: order.data, ports: order.ports.map(openPort) };
    if (listener) listener(message);
    else waiting.push(message);
  }
});

Object.assign(process, {
  parentPort: {
    on(_event: "message", next: (message: Message) => void) {
      listener = next;
      for (const message of waiting.splice(0)) next(message);
    },
  },
});

const [bundle = ""] = process.argv.splice(2, 1);
await import(pathToFileURL(bundle).href);
