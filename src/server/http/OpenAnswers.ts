import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as Listener, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";

/** The answers that an HTTP server still has to send. */
export class OpenAnswers {
  private readonly open = new Set<ServerResponse>();
  /** Those of each connection, which has more than one when its client sends requests without waiting for answers. */
  private readonly openOf = new WeakMap<Socket, Set<ServerResponse>>();
  /** How many connections there were so far. */
  private connections = 0;
  private isStopping = false;
  private noteEmpty: (() => void) | undefined;

  constructor(private readonly server: Server) {
    server.on("connection", () => this.connections++);
    // Before the routes' own listener, which may answer at once.
    server.prependListener("request", ({ socket }: IncomingMessage, answer: ServerResponse) => this.watch(socket, answer));
  }

  [Symbol.iterator](): IterableIterator<ServerResponse> {
    return this.open.values();
  }

  /** From now on every answer, those under way too, asks its client to send nothing more on this connection (RFC 9112, section 9.6). */
  endConnections(): void {
    this.isStopping = true;
    for (const answer of this.open) endConnection(answer);
  }

  /**
   * Takes the connections that wait to be accepted, for so long at most, and no more after them. Those that stand idle stay open, since a
   * request may be on its way.
   */
  async stopListening(ms: number): Promise<void> {
    const until = performance.now() + ms;
    // Node accepts one connection a turn. What still waited when the listener closes would be reset by the system.
    for (let quiet = 0, before = this.connections; quiet < 2 && performance.now() < until; before = this.connections) {
      await nextTurn();
      quiet = this.connections === before ? quiet + 1 : 0;
    }
    // An HTTP server's own close() ends idle connections too, whether or not they hold a request that nobody has read.
    Listener.prototype.close.call(this.server);
  }

  /** Resolves when no answer is under way, and nothing that has arrived is unread. */
  async allSent(): Promise<void> {
    do {
      if (this.open.size > 0)
        await new Promise<void>((resolve) => {
          this.noteEmpty = resolve;
        });
      // In one turn a connection is watched for what has come, in the next that is read.
      await nextTurn();
      await nextTurn();
    } while (this.open.size > 0);
  }

  private watch(socket: Socket, answer: ServerResponse): void {
    this.open.add(answer);
    if (this.isStopping) endConnection(answer);
    const ofSocket = this.openOf.get(socket) ?? this.watchSocket(socket);
    ofSocket.add(answer);
    answer.on("close", () => {
      ofSocket.delete(answer);
      this.forget(answer);
    });
  }

  /** An answer that waits for the one before it on its connection is not told when that ends. */
  private watchSocket(socket: Socket): Set<ServerResponse> {
    const answers = new Set<ServerResponse>();
    this.openOf.set(socket, answers);
    socket.on("close", () => {
      for (const answer of answers) this.forget(answer);
    });
    return answers;
  }

  private forget(answer: ServerResponse): void {
    this.open.delete(answer);
    if (this.open.size === 0) this.noteEmpty?.();
  }
}

function endConnection(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader("connection", "close");
}
