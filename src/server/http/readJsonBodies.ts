import type { FastifyError, FastifyInstance } from "fastify";
import { tooManyVariables, tooNested } from "../../errors.js";
import { MAX_VARIABLES } from "../documents/limits.js";
import { isNestedDeeper } from "./isNestedDeeper.js";

/** More than any input has. */
const MAX_LEVELS = 32;

/** Reads bodies of JSON, and refuses those that would cost time to read or to work with. */
export function readJsonBodies(http: FastifyInstance): void {
  const parse = http.getDefaultJsonParser("error", "error");
  http.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, text, done) => {
    const encoding = request.headers["content-encoding"] ?? "identity";
    if (encoding !== "identity") return done(unsupportedMedia());
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

const unsupportedMedia = (): Partial<FastifyError> & Error => Object.assign(new Error("compressed"), { statusCode: 415 });
