import type { FastifyInstance } from "fastify";
import type { PictureSize } from "../../entities/PictureSize.js";
import type { PictureLinks } from "./PictureLinks.js";
import type { PictureStore } from "./PictureStore.js";
import { refusePicture } from "./refusePicture.js";

interface PictureRoute {
  readonly Params: { readonly key: string; readonly size: PictureSize };
  readonly Querystring: Readonly<Record<string, unknown>>;
}

/** How long an address at the store is good, and how long the way to it may be remembered: what follows it arrives in time. */
const ADDRESS_SECONDS = 300;
const REMEMBERED_SECONDS = 240;
const TIME = /^\d{1,12}$/;

const HEADERS = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "cross-origin",
};

/** GET /pictures/<key>/<size>: hands a picture out at the address that the API has signed, or leads to the store. The database is not asked. */
export function pictureRoute(http: FastifyInstance, links: PictureLinks, store: PictureStore): void {
  http.get<PictureRoute>("/pictures/:key(^[\\w-]+$)/:size(^(?:full|thumbnail)$)", async (request, reply) => {
    const { key, size } = request.params;
    const { until, sign } = request.query;
    if (typeof until !== "string" || typeof sign !== "string" || !TIME.test(until)) return refusePicture(reply, 403);
    const seconds = Number(until) - Math.floor(Date.now() / 1000);
    if (!(await links.isGenuine(`${key}.${size}.${until}`, sign)) || seconds <= 0) return refusePicture(reply, 403);
    const isHere = store.addressOf === undefined;
    const maxAge = isHere ? seconds : Math.min(seconds, REMEMBERED_SECONDS);
    reply.headers({ ...HEADERS, "cache-control": `private, max-age=${maxAge}` });
    if (isHere) {
      const etag = `"${size}"`;
      reply.header("etag", etag);
      // What a key names never changes.
      if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    }
    try {
      const found = isHere ? await store.read(key, size) : await store.addressOf?.(key, size, ADDRESS_SECONDS);
      if (found === undefined) return refusePicture(reply, 404);
      return typeof found === "string" ? reply.redirect(found, 302) : reply.type("image/webp").send(found);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      request.log.error({ reqId: request.id, code }, "A picture could not be read");
      return refusePicture(reply, 503);
    }
  });
}
