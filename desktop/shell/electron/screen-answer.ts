import { securityHeaders } from "../../host/rpc/security-headers.ts";
import { openStaticFile } from "../../host/rpc/static-files.ts";
import { isScreenUrl } from "./origin.ts";

/** The page talks to its host through the preload's ports: it never connects to anything. */
const HEADERS = securityHeaders("'none'");

/** Answers a request for `gh://station/…` with a file of the built screen. */
export async function answerScreen(
  uiFolder: string,
  request: { readonly url: string; readonly method: string },
): Promise<Response> {
  if (!isScreenUrl(request.url)) return refusal(404);
  if (request.method !== "GET" && request.method !== "HEAD") return refusal(405);
  const path = decodedPath(request.url);
  if (path === null) return refusal(400);
  const file = await openStaticFile(uiFolder, path);
  if (file === null) return refusal(404);
  try {
    const headers = { ...HEADERS, ...file.headers };
    const body = request.method === "HEAD" ? null : await file.handle.readFile();
    return new Response(body, { status: 200, headers });
  } finally {
    await file.handle.close();
  }
}

/** Null when the path is badly encoded. */
function decodedPath(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url).pathname) || "/";
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function refusal(status: 400 | 404 | 405): Response {
  return new Response(null, { status, headers: { ...HEADERS, "cache-control": "no-store" } });
}
