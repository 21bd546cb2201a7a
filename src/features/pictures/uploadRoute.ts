import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { limits } from "../../entities/limits.js";
import { PictureType } from "../../entities/PictureType.js";
import { ConsentEnded } from "./ConsentEnded.js";
import type { PictureCounts } from "./PictureCounts.js";
import type { PictureLinks } from "./PictureLinks.js";
import { PictureRefused } from "./PictureRefused.js";
import { PicturesUnavailable } from "./PicturesUnavailable.js";
import { refusePicture } from "./refusePicture.js";
import { signedText, type Upload } from "./Upload.js";
import { UploadRoom } from "./UploadRoom.js";
import { isOfType, type Uploads } from "./Uploads.js";

type UploadRequest = FastifyRequest<{ Params: { id: string }; Querystring: Record<string, unknown>; Body: Buffer }>;

const TYPES = Object.values(PictureType);

interface UploadParts {
  readonly links: PictureLinks;
  readonly uploads: Uploads;
  readonly counts: PictureCounts;
}

/**
 * PUT /uploads/<id>: takes the bytes of a picture at the address that createPicture answered. All that the head says is checked before the
 * body is read, in this order: the address and its time (403), the type (415), the length (411), and whether there is room (503).
 */
export function uploadRoute(http: FastifyInstance, { links, uploads, counts }: UploadParts): void {
  const room = new UploadRoom();
  const leave = new WeakMap<FastifyRequest, () => void>();
  // In a scope of its own: elsewhere bodies are JSON.
  void http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(TYPES, { parseAs: "buffer", bodyLimit: limits.pictureBytes }, (_request, body, done) => {
      done(null, body);
    });
    scope.addHook("onResponse", async (request, reply) => {
      leave.get(request)?.();
      counts.noteUpload(reply.statusCode);
    });
    scope.addHook("onRequestAbort", async (request) => {
      leave.get(request)?.();
      counts.noteAborted();
    });
    scope.put("/uploads/:id", {
      onRequest: async (request: UploadRequest, reply) => {
        const upload = uploadOf(request);
        const { sign } = request.query;
        if (!upload || typeof sign !== "string" || !(await links.isGenuine(signedText(upload), sign)) || hasEnded(upload))
          return refuse(reply, 403);
        if (request.headers["content-type"] !== upload.type) return refuse(reply, 415);
        if (request.headers["content-length"] !== upload.bytes) return refuse(reply, 411);
        const given = room.take(Number(upload.bytes));
        if (!given) return refuse(reply, 503);
        leave.set(request, given);
      },
      handler: async (request: UploadRequest, reply) => {
        const { id } = request.params;
        if (!isOfType(request.body, request.query.type as PictureType)) return refuse(reply, 415);
        try {
          return (await uploads.keep(id, request.body)) ? reply.code(204).send() : refuse(reply, 409);
        } catch (error) {
          if (error instanceof ConsentEnded) return refuse(reply, 403);
          if (error instanceof PictureRefused) return refuse(reply, 415);
          if (!(error instanceof PicturesUnavailable)) throw error;
          const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
          request.log.error({ reqId: request.id, code }, "A picture could not be kept");
          return refuse(reply, 503);
        }
      },
    });
  });
}

/** The connection ends: the rest of an unread body would stand before the next request. */
const refuse = (reply: FastifyReply, status: Parameters<typeof refusePicture>[1]) =>
  refusePicture(reply.header("connection", "close"), status);

function uploadOf({ params: { id }, query: { type, bytes, until } }: UploadRequest): Upload | undefined {
  if (typeof type !== "string" || typeof bytes !== "string" || typeof until !== "string") return undefined;
  return { id, type, bytes, until };
}

const hasEnded = ({ until }: Upload): boolean => Number(until) * 1000 <= Date.now();
