import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** What happens to bytes, both ways. Frozen bytes wait and arrive late; swallowed ones never arrive, though both ends believe it. */
type Mode = "pass" | "freeze" | "swallow" | "refuse";

/** ReadyForQuery, outside of a transaction: the last message of a connect, and of an answer. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** A network between the service and its database, which can be made to fail. */
export class TcpProxy {
  private mode: Mode = "pass";
  private delayMs = 0;
  private cutAfter: number | undefined;
  private extra: Buffer | undefined;
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private held: (() => void)[] = [];
  private count = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on("connection", (client) => this.join(client));
  }

  static async to(target: number): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new TcpProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** How many connections are open. */
  get open(): number {
    return this.pairs.size;
  }

  /** How many connections were asked for so far. */
  get dialled(): number {
    return this.count;
  }

  pass(): void {
    this.mode = "pass";
    this.delayMs = 0;
    this.cutAfter = undefined;
    this.extra = undefined;
    for (const deliver of this.held.splice(0)) deliver();
  }

  freeze(): void {
    this.mode = "freeze";
  }

  swallow(): void {
    this.mode = "swallow";
  }

  /** Closes what is open and what comes. */
  refuse(): void {
    this.mode = "refuse";
    this.cut();
  }

  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Adds bytes to the packet that completes each new connection, and to each later one that ends an answer. */
  addToReady(bytes: Buffer): void {
    this.extra = bytes;
  }

  /** Closes every connection once the server has sent this many bytes more, in the middle of a packet too. */
  cutAfterBytes(count: number): void {
    this.cutAfter = count;
  }

  cut(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  /** Sends the service bytes that the server never sent. */
  inject(bytes: Buffer): void {
    for (const [client] of this.pairs) client.write(bytes);
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    this.count++;
    if (this.mode === "refuse") return void client.resetAndDestroy();
    const server = dial(this.target, "127.0.0.1");
    const pair = [client, server] as const;
    this.pairs.add(pair);
    for (const [from, to] of [pair, [server, client] as const]) {
      from.on("data", (chunk) => void this.deliver(from, to, chunk, to === client));
      from.on("error", () => undefined);
      from.on("close", () => {
        this.pairs.delete(pair);
        // The end of a connection is a packet too.
        if (this.mode === "pass") to.destroy();
        else if (this.mode === "freeze") this.held.push(() => to.destroy());
      });
    }
    client.resume();
  }

  private async deliver(from: Socket, to: Socket, chunk: Buffer, isAnswer: boolean): Promise<void> {
    if (this.mode === "swallow") return;
    if (this.mode === "freeze") return void this.held.push(() => to.write(chunk));
    if (this.delayMs > 0) await wait(this.delayMs);
    if (isAnswer && this.cutAfter !== undefined) {
      if (this.cutAfter <= chunk.length) {
        to.end(chunk.subarray(0, this.cutAfter), () => to.destroy());
        from.destroy();
        this.cutAfter = 0;
        return;
      }
      this.cutAfter -= chunk.length;
    }
    const isReady = isAnswer && this.extra !== undefined && chunk.subarray(-READY.length).equals(READY);
    to.write(isReady ? Buffer.concat([chunk, this.extra as Buffer]) : chunk);
  }
}
