import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { tooManyVariables, tooNested } from "../../errors.js";
import { MAX_VARIABLES } from "../documents/limits.js";
import { isNestedDeeper } from "./isNestedDeeper.js";
import { RequestError } from "./RequestError.js";

/** More than any input has. */
const MAX_LEVELS = 32;

const FOREIGN_CHARSET = /;\s*charset\s*=(?!\s*"?(?:utf-?8|us-ascii)\b)/i;

/** Reads bodies of JSON, and refuses those that are no text, or would cost time to read or to work with. */
export function readJsonBodies(http: FastifyInstance): void {
  const parse = http.getDefaultJsonParser("error", "error");
  http.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, bytes, done) => {
    const { "content-encoding": encoding = "identity", "content-type": type = "" } = request.headers;
    if (encoding !== "identity" || FOREIGN_CHARSET.test(type)) return done(new RequestError(415));
    // Decoding would put one character into the place of every byte that is none, and one password would be as good as another.
    if (!isUtf8(bytes)) return done(new RequestError(400, "bytes"));
    const text = bytes.toString();
    if (isNestedDeeper(text, MAX_LEVELS)) return done(tooNested(MAX_LEVELS));
    void parse(request, text, (error, body) => {
      if (!error && countVariables(body) > MAX_VARIABLES) done(tooManyVariables(MAX_VARIABLES));
      else done(error, body);
    });
  });
}

function countVariables(body: unknown): number {
  const variables = typeof body === "object" && body !== null && "variables" in body ? body.variables : undefined;
  return typeof variables === "object" && variables !== null ? Object.keys(variables).length : 0;
}
