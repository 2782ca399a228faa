import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { FastifyInstance } from "fastify";
import { nonceOf } from "./security-headers.ts";

/** Stands in the built page where each answer's own nonce goes (see `web/vite.config.ts`). */
const NONCE_PLACEHOLDER = "__CSP_NONCE__";

/**
 * Adds the built web app: the page at `/`, its files under `/assets/`.
 * @throws GatehouseError `web.not-built` when the folder holds no page
 */
export async function addWebApp(app: FastifyInstance, distFolder: string): Promise<void> {
  const page = await readPage(distFolder);
  await app.register(fastifyStatic, {
    root: join(distFolder, "assets"),
    prefix: "/assets/",
    // File names carry a digest of their content.
    immutable: true,
    maxAge: "365d",
    index: false,
  });
  app.get("/", async (_request, reply) =>
    reply
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(page.replaceAll(NONCE_PLACEHOLDER, nonceOf(reply))),
  );
}

async function readPage(distFolder: string): Promise<string> {
  try {
    return await readFile(join(distFolder, "index.html"), "utf8");
  } catch (error) {
    throw new GatehouseError("web.not-built", { detail: distFolder, cause: error });
  }
}
