import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyRequest } from "fastify";
import type { ServiceLog } from "../ServiceLog.js";
import type { IsProxy } from "./proxyRule.js";

/** The parts of a request that are used, whether Fastify has made it or not. */
export interface RequestParts
  extends Pick<FastifyRequest, "id" | "raw" | "headers" | "method" | "protocol" | "host" | "hostname" | "ips"> {
  readonly log: ServiceLog;
}

/** A POST that Fastify never sees. Proxies are asked for its client alone: only mutations tell links, and Fastify makes their requests. */
export class PlainRequest implements RequestParts {
  readonly id = randomUUID();
  readonly method = "POST";
  readonly protocol = "http";

  constructor(
    readonly raw: IncomingMessage,
    readonly log: ServiceLog,
    private readonly isProxy: IsProxy,
  ) {}

  get headers(): IncomingHttpHeaders {
    return this.raw.headers;
  }

  get host(): string {
    return this.raw.headers.host ?? "";
  }

  get hostname(): string {
    return this.host;
  }

  get ips(): string[] {
    return proxyAddr.all(this.raw, this.isProxy);
  }
}
