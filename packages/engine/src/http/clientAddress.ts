import type { FastifyRequest } from "fastify";
import { addressOf } from "../request/addressOf.js";

/** The client's address: the farthest that trusted proxies forward. One that forwards no address stands for its clients itself. */
export const clientAddress = ({ ips = [] }: Pick<FastifyRequest, "ips">): string =>
  ips.flatMap((text) => addressOf(text ?? "") ?? []).pop() ?? "";
