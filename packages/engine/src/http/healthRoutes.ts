import type { FastifyInstance } from "fastify";

/**
 * /healthz: the process is alive, whatever the database does. /readyz: it should be sent requests, or why not. Simultaneous requests
 * share an answer.
 */
export function healthRoutes(http: FastifyInstance, whyNotReady: () => Promise<string | undefined>): void {
  http.get("/healthz", async () => ({ status: "alive" }));
  let asking: Promise<string | undefined> | undefined;
  const ask = () => {
    asking ??= whyNotReady().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  http.get("/readyz", async (_request, reply) => {
    const reason = await ask();
    return reply.code(reason ? 503 : 200).send(reason ? { status: "not ready", reason } : { status: "ready" });
  });
}
