import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import proxyAddr from "@fastify/proxy-addr";
import { networkOf } from "../request/networkOf.js";
import type { ServiceLog } from "../ServiceLog.js";
import { clientAddress } from "./clientAddress.js";
import type { OpenAnswers } from "./OpenAnswers.js";
import type { IsProxy } from "./proxyRule.js";

export interface ReadingLimits {
  /** How many bytes may wait for the readers of one viewer, or of one network without a session, and for all readers. */
  readonly bytesOfOne: number;
  readonly bytesInAll: number;
  /** How long a reader may take for the next 32 KiB. */
  readonly patienceMs: number;
  readonly lookMs: number;
}

const LIMITS: ReadingLimits = { bytesOfOne: 24 * 2 ** 20, bytesInAll: 64 * 2 ** 20, patienceMs: 30_000, lookMs: 250 };
/** What counts as progress: a kilobyte a second with the patience above. */
const STEP_BYTES = 32 * 1024;
const SESSION = /[\w-]+-session=[^;]+/;
const LOG_PAUSE_MS = 60_000;

/** How far a reader was, and when it had come that far. */
interface Mark {
  readonly moved: number;
  readonly at: number;
}

interface Reader {
  readonly answer: ServerResponse;
  readonly unread: number;
  readonly at: number;
  readonly owner: string;
}

/**
 * Ends clients that do not read their answers: clients without real progress, and the slowest while too much waits together. Their
 * connections are reset, since the kernel would otherwise keep its part of an answer.
 */
export class SlowReaders {
  private readonly marks = new WeakMap<ServerResponse, Mark>();
  private loggedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly answers: OpenAnswers,
    private readonly isProxy: IsProxy,
    private readonly log: ServiceLog,
    private readonly limits: ReadingLimits = LIMITS,
  ) {
    setInterval(() => this.look(), limits.lookMs).unref();
  }

  private look(): void {
    const now = performance.now();
    const readers: Reader[] = [];
    for (const answer of this.answers) {
      const unread = answer.writableLength;
      if (unread === 0) {
        // An answer that goes on, such as a stream, may have more for it much later.
        this.marks.delete(answer);
        continue;
      }
      const { at } = this.mark(answer, now);
      if (now - at > this.limits.patienceMs) answer.req.socket.resetAndDestroy();
      else readers.push({ answer, unread, at, owner: this.ownerOf(answer) });
    }
    const owners = new Set(readers.map(({ owner }) => owner));
    const left = [...owners].flatMap((one) =>
      this.fit(
        readers.filter(({ owner }) => owner === one),
        this.limits.bytesOfOne,
        now,
      ),
    );
    if (this.fit(left, this.limits.bytesInAll, now).length < readers.length) this.report();
  }

  /** The position of an answer's reader, which moves with each step. */
  private mark(answer: ServerResponse, now: number): Mark {
    const { socket } = answer.req;
    const moved = socket.bytesWritten - queuedBy(socket);
    const known = this.marks.get(answer);
    // Fewer bytes than before mean that the previous answer on the same connection has just ended.
    if (known && moved >= known.moved && moved < known.moved + STEP_BYTES) return known;
    const mark = { moved, at: now };
    this.marks.set(answer, mark);
    return mark;
  }

  /** Ends the slowest until the bytes of the rest fit, and returns the rest. A reader with a step since the last look is not slow. */
  private fit(readers: readonly Reader[], bytes: number, now: number): readonly Reader[] {
    let waiting = readers.reduce((sum, { unread }) => sum + unread, 0);
    if (waiting <= bytes) return readers;
    return [...readers]
      .sort((one, other) => one.at - other.at)
      .filter(({ answer, unread, at }) => {
        if (waiting <= bytes || at === now) return true;
        answer.req.socket.resetAndDestroy();
        waiting -= unread;
        return false;
      });
  }

  private ownerOf({ req }: ServerResponse): string {
    const { authorization, cookie = "" } = req.headers;
    // A session that is made up gets no answer that is long.
    const session = authorization ?? SESSION.exec(cookie)?.[0];
    return session ?? networkOf(clientAddress({ ips: proxyAddr.all(req, this.isProxy) }));
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

/** How many bytes in the socket its kernel has not taken yet: Node's own timeouts use this too. */
const queuedBy = (socket: Socket): number =>
  (socket as unknown as { _handle?: { writeQueueSize?: number } | null })._handle?.writeQueueSize ?? 0;
