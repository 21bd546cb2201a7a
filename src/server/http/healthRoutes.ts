import type { FastifyInstance } from "fastify";

export interface Readiness {
  readonly isReady: boolean;
  readonly reason?: string;
}

/** /healthz: the process is alive, whatever the database does. /readyz: it should be sent requests. */
export function healthRoutes(http: FastifyInstance, readiness: () => Promise<Readiness>): void {
  http.get("/healthz", async () => ({ status: "alive" }));
  http.get("/readyz", async (_request, reply) => {
    const { isReady, reason } = await readiness();
    return reply.code(isReady ? 200 : 503).send(isReady ? { status: "ready" } : { status: "not ready", reason });
  });
}
