import type { FastifyInstance } from "fastify";
import { RequestError } from "./RequestError.js";
import type { ReadJson } from "./readJson.js";

const FOREIGN_CHARSET = /;\s*charset\s*=(?!\s*"?(?:utf-?8|us-ascii)\b)/i;

/** Reads bodies of JSON that are neither compressed nor of another charset. */
export function readJsonBodies(http: FastifyInstance, read: ReadJson): void {
  http.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, ({ headers }, bytes, done) => {
    const { "content-encoding": encoding = "identity", "content-type": type = "" } = headers;
    if (encoding !== "identity" || FOREIGN_CHARSET.test(type)) done(new RequestError(415));
    else read(bytes, done);
  });
}
