import type { FastifyInstance } from "fastify";
import type { PictureSize } from "../../entities/PictureSize.js";
import type { PictureLinks } from "./PictureLinks.js";
import type { PictureStore } from "./PictureStore.js";
import { refusePicture } from "./refusePicture.js";

interface Asked {
  readonly Params: { readonly key: string; readonly size: PictureSize };
  readonly Querystring: Readonly<Record<string, unknown>>;
}

const TIME = /^\d{1,12}$/;

/** GET /pictures/<key>/<size>: hands a picture out at the address that the API has signed, without asking the database. */
export function pictureRoute(http: FastifyInstance, links: PictureLinks, store: PictureStore): void {
  http.get<Asked>("/pictures/:key(^[\\w-]+$)/:size(^(?:full|thumbnail)$)", async (request, reply) => {
    const { key, size } = request.params;
    const { until, sign } = request.query;
    if (typeof until !== "string" || typeof sign !== "string" || !TIME.test(until)) return refusePicture(reply, 403);
    const seconds = Number(until) - Math.floor(Date.now() / 1000);
    if (!(await links.isGenuine(`${key}.${size}.${until}`, sign)) || seconds <= 0) return refusePicture(reply, 403);
    const etag = `"${size}"`;
    reply.headers({
      "cache-control": `private, max-age=${seconds}`,
      etag,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "cross-origin",
    });
    // What a key names never changes.
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    const bytes = await store.read(key, size).catch((error: unknown) => error as NodeJS.ErrnoException);
    if (bytes === undefined) return refusePicture(reply, 404);
    if (Buffer.isBuffer(bytes)) return reply.type("image/webp").send(bytes);
    request.log.error({ reqId: request.id, code: bytes.code }, "A picture could not be read");
    return refusePicture(reply, 503);
  });
}
