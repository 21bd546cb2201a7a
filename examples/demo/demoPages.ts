import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** This file is compiled to dist/examples/demo; the pictures and the gallery are where their sources are. */
const EXAMPLES = new URL("../../../examples/", import.meta.url);
const PICTURES = fileURLToPath(new URL("demo/pictures/", EXAMPLES));
/** Where npm run gallery builds the gallery. */
const GALLERY = fileURLToPath(new URL("gallery/dist/", EXAMPLES));

/** What browsers may do with the gallery: load and call this server, and show pictures of this machine and upload them. */
const GALLERY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: http://127.0.0.1:* http://localhost:*",
  "connect-src 'self' http://127.0.0.1:* http://localhost:*",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const hasGallery = (): boolean => existsSync(`${GALLERY}index.html`);

/** What the demo serves besides the API: the pictures that its data names, and the gallery if it is built. */
export async function demoPages(http: FastifyInstance): Promise<void> {
  await http.register(fastifyStatic, {
    root: PICTURES,
    prefix: "/pictures/",
    decorateReply: false,
    maxAge: "1h",
    setHeaders: (response) => {
      // A picture is opened alone, too, and then it may do nothing but be seen.
      response.setHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
      response.setHeader("x-content-type-options", "nosniff");
      response.setHeader("cross-origin-resource-policy", "cross-origin");
    },
  });
  if (!hasGallery()) return;
  http.get("/gallery", (_request, reply) => reply.redirect("/gallery/"));
  await http.register(fastifyStatic, {
    root: GALLERY,
    prefix: "/gallery/",
    decorateReply: false,
    setHeaders: (response) => {
      response.setHeader("content-security-policy", GALLERY_POLICY);
      response.setHeader("x-content-type-options", "nosniff");
      response.setHeader("referrer-policy", "no-referrer");
    },
  });
}
