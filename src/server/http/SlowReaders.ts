import type { ServerResponse } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import type { OpenAnswers } from "./OpenAnswers.js";

const LOOK_MS = 250;
/** About ten of the longest answers. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** Streams keep less than this waiting, however fast they are read. */
const MIN_UNREAD_BYTES = 1024 * 1024;
const LOG_PAUSE_MS = 60_000;

/** What an answer had left to send when it was first seen. */
interface FirstSight {
  readonly at: number;
  readonly unread: number;
}

/**
 * Keeps answers that their clients do not read from filling the memory. When there is too much of them, whoever reads slowest is cut off,
 * one after the other, until the rest fits.
 */
export class SlowReaders {
  private readonly seen = new WeakMap<ServerResponse, FirstSight>();
  private loggedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly answers: OpenAnswers,
    private readonly log: FastifyBaseLogger,
  ) {
    setInterval(() => this.look(), LOOK_MS).unref();
  }

  private look(): void {
    const now = performance.now();
    let total = 0;
    const readers = [];
    for (const answer of this.answers) {
      const unread = answer.writableLength;
      if (unread === 0) continue;
      total += unread;
      const first = this.seen.get(answer);
      if (first && unread > MIN_UNREAD_BYTES)
        readers.push({ answer, unread, pace: (first.unread - unread) / (now - first.at) });
      if (!first) this.seen.set(answer, { at: now, unread });
    }
    if (total <= MAX_UNREAD_BYTES) return;
    for (const { answer, unread } of readers.sort((one, other) => one.pace - other.pace)) {
      answer.req.socket.destroy();
      total -= unread;
      if (total <= MAX_UNREAD_BYTES) break;
    }
    if (readers.length > 0) this.report();
  }

  private report(): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_PAUSE_MS) return;
    this.loggedAt = now;
    this.log.warn(
      "Clients do not read their answers. The slowest were cut off, so that what they keep waiting fits into memory.",
    );
  }
}
