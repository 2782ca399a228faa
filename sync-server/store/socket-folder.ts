import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { makeAccountFolder, type PostgresAccount } from "./postgres-account.ts";

/** Linux keeps a socket's path in 108 bytes with the closing zero (unix(7), `sun_path`). */
const MAX_SOCKET_PATH_BYTES = 107;
/** Port in the socket's name; nothing listens on TCP. */
export const SOCKET_PORT = 5432;

/**
 * Folder, mode 0700, for the database's socket: inside the database's own folder, or where that is
 * too deep a short one derived from it.
 * @throws GatehouseError `db.start-failed` when someone else holds the short name
 */
export async function makeSocketFolder(parent: string, account: PostgresAccount): Promise<string> {
  const near = join(parent, "socket");
  const path = isShortEnough(near) ? near : shortFolderFor(parent);
  await refuseForeign(path, account);
  await makeAccountFolder(path, account);
  return path;
}

function isShortEnough(folder: string): boolean {
  const socket = join(folder, `.s.PGSQL.${SOCKET_PORT}.lock`);
  return Buffer.byteLength(socket) <= MAX_SOCKET_PATH_BYTES;
}

function shortFolderFor(parent: string): string {
  const tag = createHash("sha256").update(parent).digest("hex").slice(0, 12);
  return join(tmpdir(), `gh-${tag}`);
}

/** In a folder that all may write to, someone could have made the name before us. */
async function refuseForeign(path: string, account: PostgresAccount): Promise<void> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (found === null) return;
  const isOurs = found.isDirectory() && (found.uid === account.uid || found.uid === 0);
  if (!isOurs) throw new GatehouseError("db.start-failed", `${path} belongs to someone else`);
}
