import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { EventFormat } from "./EventFormat.js";
import type { LiveEvent } from "./eventOf.js";

const HEARTBEAT_MS = 12_000;
/** How long a client may leave unread what was sent. */
const UNREAD_MS = 30_000;
/** When clients that were cut off come back: not all at once after a restart. */
const RETRY_MS = 2_000;

const HEAD = {
  "cache-control": "no-store, no-transform",
  // Without it nginx gathers events.
  "x-accel-buffering": "no",
};

/** The events of one client, on their way. */
export class EventStream {
  private writtenAt = performance.now();
  private readAt = performance.now();

  constructor(
    private readonly raw: ServerResponse,
    private readonly format: EventFormat,
  ) {}

  get isClosed(): boolean {
    return this.raw.destroyed || this.raw.writableEnded;
  }

  /** Whether the client has read what it was sent, so that more may follow. */
  get isRead(): boolean {
    return !this.raw.writableNeedDrain;
  }

  onClose(listener: () => void): void {
    this.raw.once("close", listener);
  }

  /** @param head headers besides those of a stream. */
  begin(head: OutgoingHttpHeaders): void {
    this.raw.writeHead(200, { ...head, ...HEAD, "content-type": this.format.type });
    this.write(this.format.begin(Math.round(RETRY_MS * (1 + Math.random()))));
  }

  send({ json, id }: LiveEvent): void {
    this.write(this.format.event(json, id));
  }

  /** Says that nothing more comes, and ends. */
  complete(): void {
    if (!this.isClosed) this.raw.end(this.format.complete, "latin1");
  }

  /** Ends without a word, so that the client comes back. */
  end(): void {
    if (this.isRead) this.raw.end();
    else this.raw.destroy();
  }

  /** Keeps a silent connection open, and gives a client up that does not read. */
  tend(now: number): void {
    if (this.isRead) this.readAt = now;
    if (now - this.readAt > UNREAD_MS) this.raw.destroy();
    else if (this.isRead && now - this.writtenAt >= HEARTBEAT_MS) this.write(this.format.heartbeat);
  }

  private write(bytes: string): void {
    if (this.isClosed) return;
    this.writtenAt = performance.now();
    this.raw.write(bytes, "latin1");
  }
}
