import type { Socket } from "node:net";
import type { FastifyRequest } from "fastify";
import { networkOf } from "../request/networkOf.js";
import { clientAddress } from "./clientAddress.js";

interface Known {
  /** What proxies have said of the client. */
  readonly forwarded: string | undefined;
  readonly network: string;
}

/** Of each connection, the network of its last request: mostly the next one is of the same client. */
const known = new WeakMap<Socket, Known>();

/** The network by which the limits count a request. */
export function networkOfRequest(request: Pick<FastifyRequest, "ips" | "raw">): string {
  const { socket, headers } = request.raw;
  const forwarded = headers["x-forwarded-for"] as string | undefined;
  const last = known.get(socket);
  if (last && last.forwarded === forwarded) return last.network;
  const network = networkOf(clientAddress(request));
  known.set(socket, { forwarded, network });
  return network;
}
