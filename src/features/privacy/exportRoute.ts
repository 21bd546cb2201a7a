import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { ErrorCode } from "../../../packages/engine/src/errors.js";
import type { Deadline } from "../../../packages/engine/src/gate/Deadline.js";
import { RequestDeadline } from "../../../packages/engine/src/http/RequestDeadline.js";

/** Opens the copy behind a secret, which is spent with that. Undefined for one that is spent, has ended, or never was. */
export type OpenExport = (token: string, deadlineOfStep: () => Deadline) => Promise<AsyncIterable<string> | undefined>;

const SPENT = JSON.stringify({
  errors: [
    {
      message:
        "This address has been used, has ended, or never was. Ask for another copy by requestExport, and fetch it in time.",
      extensions: { code: ErrorCode.NOT_FOUND },
    },
  ],
});

/** What a secret looks like. Anything else is not looked for. */
const SECRET = /^[\w-]{43}$/;
/** Hands out a copy of what is held about an account, at the address that requestExport answered. */
export function exportRoute(http: FastifyInstance, open: OpenExport): void {
  http.get<{ Params: { token: string } }>("/exports/:token", { exposeHeadRoute: false }, async (request, reply) => {
    const { params } = request;
    reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer").type("application/json; charset=utf-8");
    if (!SECRET.test(params.token)) return reply.code(404).send(SPENT);
    const text = await open(params.token, () => new RequestDeadline(request, reply.raw));
    if (!text) return reply.code(404).send(SPENT);
    return reply.header("content-disposition", 'attachment; filename="novadraw-export.json"').send(Readable.from(text));
  });
}
