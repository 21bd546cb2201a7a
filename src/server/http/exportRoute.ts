import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { ErrorCode } from "../../errors.js";

/** Opens the copy behind a secret, which is spent with that. Undefined for one that is spent, has ended, or never was. */
export type OpenExport = (token: string) => Promise<AsyncIterable<string> | undefined>;

const SPENT = JSON.stringify({
  errors: [
    {
      message:
        "This address has been used, has ended, or never was. Ask for another copy by requestExport, and fetch it in time.",
      extensions: { code: ErrorCode.NOT_FOUND },
    },
  ],
});

/** Hands out a copy of what is held about an account, at the address that requestExport answered. */
export function exportRoute(http: FastifyInstance, open: OpenExport): void {
  http.get<{ Params: { token: string } }>("/exports/:token", { exposeHeadRoute: false }, async ({ params }, reply) => {
    const text = await open(params.token);
    reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer").type("application/json; charset=utf-8");
    if (!text) return reply.code(404).send(SPENT);
    return reply.header("content-disposition", 'attachment; filename="novadraw-export.json"').send(Readable.from(text));
  });
}
