import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";

/** Answers a request by the bytes of its body, or says by false that Fastify has to. */
type Answer = (request: IncomingMessage, bytes: Buffer, response: ServerResponse) => boolean;

/** Headers of browsers: Fastify's hooks decide who may call, and its replies set the session's cookie. */
const FOR_FASTIFY = ["origin", "cookie", "content-encoding", "transfer-encoding"];

/**
 * Answers a POST at /graphql that needs no hook past Fastify, whose router and requests cost as much as a short answer. Other requests go
 * to Fastify unread.
 * @param maxBodyBytes Fastify refuses a longer body. @param cookieHeader asks for a session in a cookie.
 */
export function pastFastify(
  http: FastifyInstance,
  maxBodyBytes: number,
  cookieHeader: string,
  mayAnswer: () => boolean,
  answer: Answer,
): void {
  const forFastify = [...FOR_FASTIFY, cookieHeader];
  const read = new WeakMap<IncomingMessage, Buffer>();
  const routed = http.server.listeners("request") as RequestListener[];
  http.addHook("preParsing", ({ raw }, _reply, payload, done) => {
    const bytes = read.get(raw);
    done(null, bytes ? Readable.from([bytes], { objectMode: false }) : payload);
  });
  http.server.removeAllListeners("request").on("request", (request: IncomingMessage, response: ServerResponse) => {
    const route = () => {
      for (const listener of routed) listener(request, response);
    };
    if (!isPlain(request, maxBodyBytes, forFastify) || !mayAnswer()) return route();
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const [first = Buffer.alloc(0)] = chunks;
      const bytes = chunks.length > 1 ? Buffer.concat(chunks) : first;
      if (answer(request, bytes, response)) return;
      read.set(request, bytes);
      route();
    });
  });
}

function isPlain({ method, url, headers }: IncomingMessage, maxBodyBytes: number, forFastify: readonly string[]): boolean {
  if (method !== "POST" || url !== "/graphql" || !(Number(headers["content-length"]) <= maxBodyBytes)) return false;
  for (const name of forFastify) if (headers[name] !== undefined) return false;
  // Answers that a browser may show as a page have security headers.
  return !headers.accept?.includes("text/html");
}
