import type { FastifyInstance } from "fastify";
import helmet from "helmet";

/** What browsers may do with what they open here: load and call this server, and nothing else. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:"],
  fontSrc: ["'self'", "data:"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/**
 * Gives the security headers to each answer that a browser may show as a page, whatever route it comes from. Programs ask for JSON: to
 * them these headers would cost more than the rest of the answer's head.
 */
export function securePages(http: FastifyInstance): void {
  const secure = helmet({ contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY } });
  http.addHook("onRequest", (request, reply, done) => {
    if (/\btext\/html\b/i.test(request.headers.accept ?? "")) secure(request.raw, reply.raw, () => done());
    else done();
  });
}
