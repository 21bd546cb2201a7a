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

const BUSY = JSON.stringify({
  errors: [
    {
      message: "Too many copies are being asked for. Try again in a second.",
      extensions: { code: ErrorCode.UNAVAILABLE, retryAfterSeconds: 1 },
    },
  ],
});

/** What a secret looks like. Anything else is not looked for. */
const SECRET = /^[\w-]{43}$/;
/** How many addresses are looked for at once. Whoever guesses takes no more of the database than that. */
const MOST_AT_ONCE = 4;

/** Hands out a copy of what is held about an account, at the address that requestExport answered. */
export function exportRoute(http: FastifyInstance, open: OpenExport): void {
  let looking = 0;
  http.get<{ Params: { token: string } }>("/exports/:token", { exposeHeadRoute: false }, async ({ params }, reply) => {
    reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer").type("application/json; charset=utf-8");
    if (!SECRET.test(params.token)) return reply.code(404).send(SPENT);
    if (looking >= MOST_AT_ONCE) return reply.code(503).header("retry-after", "1").send(BUSY);
    looking++;
    const text = await open(params.token).finally(() => looking--);
    if (!text) return reply.code(404).send(SPENT);
    return reply.header("content-disposition", 'attachment; filename="novadraw-export.json"').send(Readable.from(text));
  });
}
