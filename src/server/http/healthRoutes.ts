import type { FastifyInstance } from "fastify";

/** /healthz: the process is alive, whatever the database does. /readyz: it should be sent requests, or why not. */
export function healthRoutes(http: FastifyInstance, whyNotReady: () => Promise<string | undefined>): void {
  http.get("/healthz", async () => ({ status: "alive" }));
  http.get("/readyz", async (_request, reply) => {
    const reason = await whyNotReady();
    return reply.code(reason ? 503 : 200).send(reason ? { status: "not ready", reason } : { status: "ready" });
  });
}
