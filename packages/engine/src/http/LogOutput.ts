import { type DestinationStream, pino } from "pino";

/** How many characters may wait to be read. */
const MAX_WAITING = 1_000_000;
/** How long the last lines get to be read when the process ends. */
const GOODBYE_MS = 500;

/**
 * Standard output for log lines, without waiting for it. Its reader may be slow or stand still, and its disk may be full: then lines
 * wait, up to a bound, and further lines are dropped.
 */
export class LogOutput implements DestinationStream {
  private readonly output: ReturnType<typeof pino.destination>;
  private dropped = 0;
  /** Whether the last write failed, other than by a full pipe. */
  private isFailing = false;
  private endsAt = Number.POSITIVE_INFINITY;

  /** @param noteDropped is called with the number of dropped lines, once others are read again. */
  constructor(private readonly noteDropped: (lines: number) => void) {
    // Reading Node's own stream once makes a pipe say when it is full, instead of blocking its writer.
    void process.stdout.isTTY;
    this.output = pino.destination({
      dest: 1,
      sync: false,
      maxLength: MAX_WAITING,
      retryEAGAIN: () => performance.now() < this.endsAt,
    });
    this.output.on("drop", () => this.dropped++);
    // Such as a full disk. Waiting lines are tried again with the next line.
    this.output.on("error", () => {
      this.isFailing = true;
    });
    this.output.on("drain", () => {
      this.isFailing = false;
      this.tellDropped();
    });
    process.prependListener("exit", () => this.end());
  }

  write(line: string): void {
    this.output.write(line);
  }

  private tellDropped(): void {
    const { dropped } = this;
    this.dropped = 0;
    if (dropped > 0) this.noteDropped(dropped);
  }

  /** Writes what is left, as far as a reader takes it. SonicBoom would try for ever where it cannot be written. */
  private end(): void {
    this.endsAt = performance.now() + GOODBYE_MS;
    try {
      if (!this.isFailing) this.output.flushSync();
    } catch {
      // It has no reader.
    }
    this.output.destroy();
  }
}
