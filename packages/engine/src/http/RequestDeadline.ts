import type { ServerResponse } from "node:http";
import type { FastifyRequest } from "fastify";
import { unavailable } from "../errors.js";
import type { Caller, Deadline } from "../gate/Deadline.js";
import { networkOfRequest } from "./networkOfRequest.js";

/** How long a request may take. */
const DEADLINE_MS = 10_000;

/** That of a request, made at its socket. It is asked every few milliseconds, so nothing has to be made for a request that is answered soon. */
export class RequestDeadline implements Deadline {
  readonly until = performance.now() + DEADLINE_MS;

  constructor(
    private readonly asked: Pick<FastifyRequest, "ips" | "raw">,
    private readonly response: ServerResponse,
  ) {}

  why(): unknown {
    const { destroyed, writableFinished } = this.response;
    if (destroyed && !writableFinished) return hungUp();
    return performance.now() < this.until ? undefined : unavailable("slow");
  }

  caller(): Caller {
    return { network: networkOfRequest(this.asked) };
  }
}

const hungUp = () =>
  unavailable("unknown", {
    message: "The client has closed the connection before its answer. Send the request again.",
    isHungUp: true,
  });
