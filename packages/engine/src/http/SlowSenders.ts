import type { IncomingMessage, Server } from "node:http";
import { ARRIVAL_MS } from "./httpServer.js";
import type { OpenAnswers } from "./OpenAnswers.js";

const LOOK_MS = 1_000;

/**
 * Ends requests whose bodies take too long to arrive, where Node's own limit has to be longer, because it is the same for all requests. Nothing is
 * done for a request that arrives at once.
 */
export class SlowSenders {
  /** When a request was first seen without all of its body. */
  private readonly seen = new WeakMap<IncomingMessage, number>();

  /** @param mayTakeLong the requests that Node's limit alone is for. @param patienceMs how long others may take after their head. */
  constructor(
    private readonly server: Server,
    private readonly answers: OpenAnswers,
    private readonly mayTakeLong: (request: IncomingMessage) => boolean,
    private readonly patienceMs = ARRIVAL_MS,
    lookMs = LOOK_MS,
  ) {
    setInterval(() => this.look(), lookMs).unref();
  }

  private look(): void {
    const now = performance.now();
    for (const { req } of this.answers) {
      if (req.complete || this.mayTakeLong(req)) continue;
      const at = this.seen.get(req) ?? now;
      this.seen.set(req, at);
      if (now - at > this.patienceMs)
        this.server.emit("clientError", Object.assign(new Error(), { code: "ERR_HTTP_REQUEST_TIMEOUT" }), req.socket);
    }
  }
}
