/** The use of a connection. A look-up is one short statement, such as a sign-in needs. */
export type ConnectionLane = "read" | "write" | "lookUp";

/**
 * Which work may hold a connection. Writes and look-ups together hold at most half, so writers that wait for the same row leave the other half
 * to reads. A look-up finds a connection whatever writers do, and slow reads leave a fifth to the others.
 */
export class Slots {
  private readonly held: Record<ConnectionLane, number> = { read: 0, write: 0, lookUp: 0 };

  constructor(private readonly size: number) {}

  /** How many connections reads may hold at most. */
  get mostReads(): number {
    return Math.max(1, this.size - Math.floor(this.size / 5));
  }

  hasRoom(lane: ConnectionLane): boolean {
    const { read, write, lookUp } = this.held;
    if (read + write + lookUp >= this.size) return false;
    const others = Math.max(1, Math.floor(this.size / 2));
    if (lane === "read") return read < this.mostReads;
    return write + lookUp < others && (lane === "lookUp" || write < Math.max(1, others - 1));
  }

  take(lane: ConnectionLane): void {
    this.held[lane]++;
  }

  leave(lane: ConnectionLane): void {
    this.held[lane]--;
  }
}
