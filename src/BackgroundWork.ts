/** Work of a service that no request waits for. */
export interface Work {
  /** Begins. @param ownUrl where the service can be reached from this machine. */
  start?(ownUrl: string): Promise<void>;
  /** Ends what is under way, or leaves it to another process. */
  stop(): Promise<void>;
}

/** All work that no request waits for: it begins once the database is connected, and ends before that is left. */
export class BackgroundWork {
  private readonly all: Work[] = [];

  add(work: Work): void {
    this.all.push(work);
  }

  async start(ownUrl: string): Promise<void> {
    for (const work of this.all) await work.start?.(ownUrl);
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((work) => work.stop()));
  }
}
