/** How many uploads may arrive or be read at once, and how many bytes they may announce together. */
const MOST = 32;
const MOST_BYTES = 64_000_000;

/** Keeps the memory that uploads take within a bound: each takes its room before its body is read. */
export class UploadRoom {
  private count = 0;
  private bytes = 0;

  /** @returns what gives the room back, once however often it is called; undefined where there is none. */
  take(bytes: number): (() => void) | undefined {
    if (this.count >= MOST || this.bytes + bytes > MOST_BYTES) return undefined;
    this.count++;
    this.bytes += bytes;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.count--;
      this.bytes -= bytes;
    };
  }
}
