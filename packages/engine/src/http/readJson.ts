import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { MAX_VARIABLES } from "../documents/limits.js";
import { tooManyVariables, tooNested } from "../errors.js";
import { isNestedDeeper } from "./isNestedDeeper.js";
import { RequestError } from "./RequestError.js";

/** More than any input has. */
const MAX_LEVELS = 32;
/** A text that may have a key of JavaScript's prototypes, which Fastify's parser refuses after a long search. */
const MAY_NAME_PROTOTYPE = /proto|\\u00/;

type Done = (error: Error | null, body?: unknown) => void;
export type ReadJson = (bytes: Buffer, done: Done) => void;

/** Reads the bytes of a JSON body, and refuses bytes that are no text, or would take long to read or to process. */
export function readJson(http: FastifyInstance): ReadJson {
  const parseStrictly = http.getDefaultJsonParser("error", "error");
  return (bytes, done) => {
    // Decoding would replace every invalid byte by one character, so different passwords would become equal.
    if (!isUtf8(bytes)) return done(new RequestError(400, "bytes"));
    const text = bytes.toString();
    if (isNestedDeeper(text, MAX_LEVELS)) return done(tooNested(MAX_LEVELS));
    const body = MAY_NAME_PROTOTYPE.test(text) ? undefined : parse(text);
    // It reports the mistake, too.
    if (body === undefined) return void parseStrictly(undefined as never, text, (error, read) => count(error, read, done));
    return count(null, body, done);
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function count(error: Error | null, body: unknown, done: Done): void {
  if (!error && countVariables(body) > MAX_VARIABLES) done(tooManyVariables(MAX_VARIABLES));
  else done(error, body);
}

function countVariables(body: unknown): number {
  const variables = typeof body === "object" && body !== null && "variables" in body ? body.variables : undefined;
  return typeof variables === "object" && variables !== null ? Object.keys(variables).length : 0;
}
