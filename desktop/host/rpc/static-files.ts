import { type FileHandle, open, realpath } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";

const MIME_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".wav": "audio/wav",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** The bundler puts a content hash before the extension: `/assets/app-B1x9_aQz.js`. */
const HASHED_ASSET = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/** An open file of the screen. The reader closes `handle`. */
export interface StaticFile {
  readonly handle: FileHandle;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Opens the file that a decoded URL path names inside `folder`; null when there is none.
 * Links are resolved first, so neither `..` nor a symbolic link leaves the folder.
 */
export async function openStaticFile(folder: string, path: string): Promise<StaticFile | null> {
  if (path.includes("\0") || path.includes("\\")) return null;
  const name = path === "/" ? "/index.html" : path;
  try {
    const root = await realpath(folder);
    const file = await realpath(resolve(root, `.${name}`));
    if (!file.startsWith(root + sep)) return null;
    return await openRegular(file, headersOf(name));
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

async function openRegular(
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<StaticFile | null> {
  const handle = await open(path, "r");
  const stat = await handle.stat();
  if (stat.isFile()) return { handle, bytes: stat.size, headers };
  await handle.close();
  return null;
}

function headersOf(name: string): Readonly<Record<string, string>> {
  return {
    "content-type": MIME_TYPES[extname(name).toLowerCase()] ?? "application/octet-stream",
    "cache-control": HASHED_ASSET.test(name) ? "public, max-age=31536000, immutable" : "no-store",
  };
}

function isAbsence(error: unknown): boolean {
  const absence = ["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP", "EISDIR"];
  return error instanceof Error && "code" in error && absence.includes(String(error.code));
}
