import { ClientError, ErrorCode, unavailable } from "../errors.js";
import type { LiveStream } from "./LiveStream.js";

const TEND_MS = 1_000;
/** Streams that were opened at once do not all end at once. */
const SPREAD = 0.1;

export interface StreamLimits {
  /** How many streams there are at most. */
  readonly streams: number;
  /** How old a stream gets. */
  readonly maxMs: number;
}

/** The streams of this process. */
export class Streams {
  private readonly open = new Set<LiveStream>();
  private readonly byViewer = new Map<string, Set<LiveStream>>();
  /** How many are open or about to be, by owner. */
  private readonly counts = new Map<string, number>();
  private reserved = 0;
  private isStopping = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly limits: StreamLimits) {}

  /** How many are open or about to be. */
  get size(): number {
    return this.reserved;
  }

  [Symbol.iterator](): IterableIterator<LiveStream> {
    return this.open.values();
  }

  ofViewer(viewerId: string): Iterable<LiveStream> {
    return this.byViewer.get(viewerId) ?? [];
  }

  /** Why this process opens no stream now; undefined where it may. */
  whyNot(): ClientError | undefined {
    if (this.isStopping) return unavailable("stopping");
    return this.reserved >= this.limits.streams ? unavailable("full") : undefined;
  }

  /** Takes a slot. @throws ClientError RATE_LIMITED where the owner has so many. @returns what gives it back, once. */
  reserve(owner: string, most: number): () => void {
    const count = this.counts.get(owner) ?? 0;
    if (count >= most) throw tooManyStreams(most);
    this.counts.set(owner, count + 1);
    this.reserved++;
    let isKept = true;
    return () => {
      if (!isKept) return;
      isKept = false;
      this.reserved--;
      const left = (this.counts.get(owner) ?? 1) - 1;
      if (left > 0) this.counts.set(owner, left);
      else this.counts.delete(owner);
    };
  }

  /** Keeps a stream until its client has gone. */
  add(stream: LiveStream): void {
    const viewerId = stream.owner.viewer?.id;
    this.open.add(stream);
    if (viewerId !== undefined) this.byViewer.set(viewerId, (this.byViewer.get(viewerId) ?? new Set()).add(stream));
    stream.events.onClose(() => this.delete(stream));
    this.timer ??= setInterval(() => this.tend(), TEND_MS).unref();
    if (this.isStopping) stream.events.end();
  }

  /** From now on no stream is opened. */
  refuse(): void {
    this.isStopping = true;
  }

  /** Ends all, so that their clients go to another process. */
  endAll(): void {
    for (const { events } of this.open) events.end();
  }

  private delete(stream: LiveStream): void {
    const viewerId = stream.owner.viewer?.id;
    this.open.delete(stream);
    const others = viewerId === undefined ? undefined : this.byViewer.get(viewerId);
    others?.delete(stream);
    if (viewerId !== undefined && others?.size === 0) this.byViewer.delete(viewerId);
    if (this.open.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tend(): void {
    const now = performance.now();
    for (const { events, openedAt } of this.open) {
      // The same for a stream at each look, and another one for each stream.
      const share = 1 - SPREAD * (openedAt % 1);
      if (now - openedAt > this.limits.maxMs * share) events.end();
      else events.tend(now);
    }
  }
}

const tooManyStreams = (most: number) =>
  new ClientError(
    ErrorCode.RATE_LIMITED,
    `You have ${most} streams open, and no more are allowed. Close one first: one stream may ask for all that a page shows.`,
  );
