import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pLimit from "p-limit";
import { PictureRefused } from "./PictureRefused.js";
import { PicturesUnavailable } from "./PicturesUnavailable.js";

const PROGRAM = fileURLToPath(new URL("./cleanPictures.js", import.meta.url));
/** After so long a picture is given up, and the process that reads it is killed. */
const MOST_MS = 20_000;
/** The process ends when nobody has needed it for so long. */
const IDLE_MS = 60_000;

/** A picture as it is kept: both sizes, and how large the larger is. */
export interface CleanPicture {
  readonly full: Buffer;
  readonly thumbnail: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Logged where pictures cannot be read at all. */
export interface CleanerLog {
  error(message: string): void;
}

/**
 * Makes of what strangers send what the service keeps. A process of its own reads the bytes, one picture after the other, because native
 * code on hostile input must not take the service down.
 */
export class PictureCleaner {
  private readonly oneByOne = pLimit(1);
  private child: ChildProcess | undefined;
  private idle: NodeJS.Timeout | undefined;
  private isTold = false;

  constructor(
    private readonly log: CleanerLog,
    private readonly program = PROGRAM,
    private readonly mostMs = MOST_MS,
  ) {}

  /** How many pictures wait or are read. */
  get length(): number {
    return this.oneByOne.activeCount + this.oneByOne.pendingCount;
  }

  /** @throws PictureRefused for what is no picture, takes too long or ends the process; PicturesUnavailable where none can be read. */
  clean(bytes: Buffer): Promise<CleanPicture> {
    return this.inTurn<CleanPicture>(bytes);
  }

  /** A JPEG of a picture that the service keeps, of at most 1024 pixels wide and high. @throws as clean does. */
  async jpegOf(kept: Buffer): Promise<Buffer> {
    return Buffer.from((await this.inTurn<{ jpeg: Uint8Array }>({ kept })).jpeg);
  }

  private inTurn<Made>(request: Buffer | { kept: Buffer }): Promise<Made> {
    return this.oneByOne(async () => {
      clearTimeout(this.idle);
      this.child ??= await this.start();
      try {
        return await this.ask<Made>(this.child, request);
      } finally {
        this.idle = setTimeout(() => this.stop(), IDLE_MS).unref();
      }
    });
  }

  stop(): void {
    clearTimeout(this.idle);
    this.child?.kill("SIGKILL");
    this.child = undefined;
  }

  private async start(): Promise<ChildProcess> {
    // Without the service's environment, which holds its secrets.
    const child = fork(this.program, [], {
      serialization: "advanced",
      env: {},
      execArgv: ["--max-old-space-size=128"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const failed = new AbortController();
    child.once("exit", () => {
      failed.abort();
      if (this.child === child) this.child = undefined;
    });
    child.once("error", () => failed.abort());
    const timer = setTimeout(() => child.kill("SIGKILL"), this.mostMs);
    try {
      await once(child, "message", { signal: failed.signal });
    } catch {
      if (!this.isTold)
        this.log.error("Pictures cannot be read: sharp does not start. Install the packages for this platform.");
      this.isTold = true;
      throw new PicturesUnavailable();
    } finally {
      clearTimeout(timer);
    }
    // The process may end while nobody waits for a picture.
    child.unref();
    child.channel?.unref();
    return child;
  }

  private async ask<Made>(child: ChildProcess, request: Buffer | { kept: Buffer }): Promise<Made> {
    const ended = new AbortController();
    const end = () => ended.abort();
    child.once("exit", end);
    const timer = setTimeout(() => child.kill("SIGKILL"), this.mostMs);
    child.ref();
    child.channel?.ref();
    try {
      const answered = once(child, "message", { signal: ended.signal });
      child.send(request, (error) => error && end());
      const [picture] = (await answered) as [Made | "refused"];
      if (picture === "refused") throw new PictureRefused();
      return picture;
    } catch {
      throw new PictureRefused();
    } finally {
      clearTimeout(timer);
      child.off("exit", end);
      child.unref();
      child.channel?.unref();
    }
  }
}
