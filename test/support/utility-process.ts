import { fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { join } from "node:path";
import type { MessagePort } from "node:worker_threads";
import type { HostProcess } from "../../desktop/shell/electron/host-keeper.ts";

const CHILD = join(import.meta.dirname, "utility-child.ts");

/** One message of a port, between this process and the child that stands for Electron's. */
export type PortFrame =
  | { readonly kind: "text"; readonly port: number; readonly text: string }
  | { readonly kind: "gone"; readonly port: number };

/** What the child is told. */
export type ChildOrder =
  | PortFrame
  | { readonly kind: "message"; readonly data: unknown; readonly ports: readonly number[] };

/** A host in a process of its own. */
export interface ForkedHost extends HostProcess<MessagePort> {
  /** SIGKILL, as by the kernel. */
  die(): void;
}

/**
 * Runs a bundle in the way of Electron's `utilityProcess.fork`, in a real process under Node, with
 * ports that end when the process does.
 */
export function forkUtility(bundle: string, args: readonly string[]): ForkedHost {
  const child = fork(CHILD, [bundle, ...args], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const ports = new Map<number, MessagePort>();
  const events = new EventEmitter<{ exit: [number] }>();
  let last = 0;
  const order = (one: ChildOrder) => {
    if (child.connected) child.send(one);
  };
  const join = (port: MessagePort): number => {
    last += 1;
    const id = last;
    ports.set(id, port);
    port.on("message", (text: string) => order({ kind: "text", port: id, text }));
    port.on("close", () => {
      ports.delete(id);
      order({ kind: "gone", port: id });
    });
    return id;
  };
  child.on("message", (frame: PortFrame) => {
    if (frame.kind === "text") ports.get(frame.port)?.postMessage(frame.text);
    else ports.get(frame.port)?.close();
  });
  child.once("exit", (code) => {
    for (const port of ports.values()) port.close();
    events.emit("exit", code ?? -1);
  });
  return {
    postMessage: (data, transfer = []) =>
      order({ kind: "message", data, ports: transfer.map(join) }),
    once: (event, listener) => events.once(event, listener),
    kill: () => child.kill("SIGTERM"),
    die: () => child.kill("SIGKILL"),
  };
}
