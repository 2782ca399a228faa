import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Logger } from "pino";
import { z } from "zod";
import { jsonOrNull } from "../json-text.ts";

/*
 * launcher ── {"ask":"entry-url"}\n ──▶ host
 *          ◀── {"url":"http://127.0.0.1:7090/enter?t=…"}\n ──
 */

const askSchema = z.strictObject({ ask: z.literal("entry-url") });
const replySchema = z.strictObject({ url: z.url({ protocol: /^http$/ }).max(300) });

const MAX_LINE_CHARACTERS = 1_024;
const MAX_LAUNCHERS = 4;
const ANSWER_WITHIN_MS = 2_000;
/** `sun_path` of unix(7) holds 108 bytes with the closing zero. */
const MAX_SOCKET_PATH_BYTES = 107;

/** Where a running host hands out links. */
export interface EntrySocket {
  readonly path: string;
  close(): Promise<void>;
}

/**
 * The socket's name for a data folder: a file in it, or on Windows a named pipe,
 * which has no place in the file system.
 * @throws GatehouseError `config.invalid` when the folder's path is too long for a unix socket
 */
export function entrySocketPath(dataFolder: string, platform: NodeJS.Platform): string {
  if (platform === "win32") {
    const name = createHash("sha256").update(dataFolder.toLowerCase()).digest("hex").slice(0, 32);
    return `\\\\.\\pipe\\gatehouse-${name}`;
  }
  const path = join(dataFolder, "entry.sock");
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    throw new GatehouseError("config.invalid", `dataFolder: path too long for a socket: ${path}`);
  }
  return path;
}

/**
 * Opens a socket that only this account can use (0600) and answers each asker with a fresh link.
 * A socket file that a killed host left behind is replaced.
 * @throws GatehouseError `store.in-use` when a living host answers on it
 */
export async function startEntrySocket(options: {
  readonly dataFolder: string;
  readonly issueEntryUrl: () => string;
  readonly logger: Logger;
}): Promise<EntrySocket> {
  const { dataFolder, issueEntryUrl, logger } = options;
  const path = entrySocketPath(dataFolder, process.platform);
  const launchers = new Set<Socket>();
  const server = createServer((socket) => {
    launchers.add(socket);
    socket.on("close", () => launchers.delete(socket));
    socket.on("error", (error) => logger.debug({ why: error.message }, "launcher gone"));
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    onFirstLine(socket, (line) => {
      if (!askSchema.safeParse(jsonOrNull(line)).success) socket.destroy();
      else socket.end(`${JSON.stringify({ url: issueEntryUrl() })}\n`);
    });
  });
  server.maxConnections = MAX_LAUNCHERS;
  await claim(server, path);
  server.on("error", (error) => logger.error({ err: error }, "entry socket failed"));

  let closing: Promise<void> | undefined;
  return {
    path,
    close() {
      closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of launchers) socket.destroy();
      });
      return closing;
    },
  };
}

/**
 * Asks the running host of a data folder for a fresh one-time link.
 * @throws GatehouseError `station.not-running`
 */
export function askEntryUrl(dataFolder: string): Promise<string> {
  const path = entrySocketPath(dataFolder, process.platform);
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const refuse = (why: string, cause?: unknown): void => {
      socket.destroy();
      reject(new GatehouseError("station.not-running", { detail: `${path}: ${why}`, cause }));
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => refuse("no answer"));
    socket.on("error", (error) => refuse(error.message, error));
    socket.on("close", () => refuse("closed without an answer"));
    socket.on("connect", () => socket.write(`${JSON.stringify({ ask: "entry-url" })}\n`));
    onFirstLine(socket, (line) => {
      const reply = replySchema.safeParse(jsonOrNull(line));
      if (!reply.success) return refuse("answer not understood");
      resolve(reply.data.url);
      socket.destroy();
    });
  });
}

async function claim(server: Server, path: string): Promise<void> {
  try {
    await listenPrivately(server, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    if (await isAnswered(path)) throw inUse(path, error);
    await rm(path, { force: true });
    await listenPrivately(server, path);
  }
}

function inUse(path: string, cause: unknown): GatehouseError {
  return new GatehouseError("store.in-use", { detail: path, cause });
}

/** The file is made inside `listen`; a narrow umask for that moment leaves no gap before a chmod. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const umask = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off("error", reject);
        resolve();
      });
    } finally {
      process.umask(umask);
    }
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/** Hands over the first line and ignores the rest; an over-long line ends the connection. */
function onFirstLine(socket: Socket, take: (line: string) => void): void {
  let text = "";
  const collect = (chunk: string): void => {
    text += chunk;
    const end = text.indexOf("\n");
    if (end >= 0) {
      socket.off("data", collect);
      take(text.slice(0, end));
    } else if (text.length > MAX_LINE_CHARACTERS) socket.destroy();
  };
  socket.setEncoding("utf8");
  socket.on("data", collect);
}
