import pg from "pg";

/**
 * A connection whose end is never an uncaught exception. pg emits an error also while no query waits for one, and between its
 * checkout and its first query nobody listens; the query that comes next fails by itself.
 */
export class SteadyClient extends pg.Client {
  constructor(options?: string | pg.ClientConfig) {
    super(options);
    this.on("error", () => undefined);
  }
}
