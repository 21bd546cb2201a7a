import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { DeadlineOf } from "#engine/features";
import { ErrorCode } from "#engine/features";
import type { Exports } from "./Exports.js";

const SPENT = JSON.stringify({
  errors: [
    {
      message:
        "This address has been used, has ended, or never was. Ask for another copy by requestExport, and fetch it in time.",
      extensions: { code: ErrorCode.NOT_FOUND },
    },
  ],
});

/** The form of a secret. Any other text is not looked up. */
const SECRET = /^[\w-]{43}$/;
/** Sends a copy of an account's data, at the address that requestExport answered. */
export function exportRoute(http: FastifyInstance, exports: Pick<Exports, "open">, deadlineOf: DeadlineOf): void {
  http.get<{ Params: { token: string } }>("/exports/:token", { exposeHeadRoute: false }, async (request, reply) => {
    const { params } = request;
    reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer").type("application/json; charset=utf-8");
    if (!SECRET.test(params.token)) return reply.code(404).send(SPENT);
    const text = await exports.open(params.token, () => deadlineOf(request, reply));
    if (!text) return reply.code(404).send(SPENT);
    return reply.header("content-disposition", 'attachment; filename="novadraw-export.json"').send(Readable.from(text));
  });
}
