import type { FastifyRequest } from "fastify";
import { addressOf } from "../request/addressOf.js";

/** The client's address: the farthest that trusted proxies forward. A proxy that forwards no address counts as the client. */
export const clientAddress = ({ ips = [] }: Pick<FastifyRequest, "ips">): string =>
  ips.flatMap((text) => addressOf(text ?? "") ?? []).pop() ?? "";
