import cluster from "node:cluster";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as Listener, type Socket } from "node:net";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";

/** Where there are several processes, the primary accepts for all, and takes some turns to pass a connection on. */
const HANDED_ON_MS = 20;

/**
 * The answers that an HTTP server still has to send. They stand in arrays: a Set from which each request is taken again leaves tables
 * behind that point to each other, so V8 keeps their contents alive until its next full collection.
 */
export class OpenAnswers {
  /** The answers of each connection: several when its client sends requests without waiting. */
  private readonly openOf = new Map<Socket, ServerResponse[]>();
  private count = 0;
  /** How many connections there were so far. */
  private connections = 0;
  private isStopping = false;
  private noteEmpty: (() => void) | undefined;

  constructor(private readonly server: Server) {
    server.on("connection", () => this.connections++);
    // Before the routes' own listener, which may answer at once.
    server.prependListener("request", ({ socket }: IncomingMessage, answer: ServerResponse) => this.watch(socket, answer));
  }

  *[Symbol.iterator](): IterableIterator<ServerResponse> {
    for (const answers of this.openOf.values()) yield* answers;
  }

  /** From now on every answer, also one under way, asks its client to send nothing more on this connection (RFC 9112, section 9.6). */
  endConnections(): void {
    this.isStopping = true;
    for (const answer of this) endConnection(answer);
  }

  /** Accepts waiting connections, for so long at most, and then no more. Idle connections stay open, since a request may be on its way. */
  async stopListening(ms: number): Promise<void> {
    const until = performance.now() + ms;
    // Node accepts one connection a turn. The system resets connections that still wait when the listener closes.
    for (let quiet = 0, before = this.connections; quiet < 2 && performance.now() < until; before = this.connections) {
      await (cluster.isWorker ? wait(HANDED_ON_MS) : nextTurn());
      quiet = this.connections === before ? quiet + 1 : 0;
    }
    // An HTTP server's own close() ends idle connections too, even with an unread request.
    Listener.prototype.close.call(this.server);
  }

  /** Resolves when no answer is under way, and nothing that has arrived is unread. */
  async allSent(): Promise<void> {
    do {
      if (this.count > 0)
        await new Promise<void>((resolve) => {
          this.noteEmpty = resolve;
        });
      // A connection is polled in one turn and read in the next.
      await nextTurn();
      await nextTurn();
    } while (this.count > 0);
  }

  private watch(socket: Socket, answer: ServerResponse): void {
    if (this.isStopping) endConnection(answer);
    const answers = this.openOf.get(socket) ?? this.watchSocket(socket);
    answers.push(answer);
    this.count++;
    answer.on("close", () => {
      const index = answers.indexOf(answer);
      if (index >= 0) this.forget(answers.splice(index, 1));
    });
  }

  /** Pipelined answers wait for the one before; nobody tells them when it ends. */
  private watchSocket(socket: Socket): ServerResponse[] {
    const answers: ServerResponse[] = [];
    this.openOf.set(socket, answers);
    socket.on("close", () => {
      this.openOf.delete(socket);
      this.forget(answers.splice(0));
    });
    return answers;
  }

  private forget({ length }: readonly ServerResponse[]): void {
    this.count -= length;
    if (this.count === 0) this.noteEmpty?.();
  }
}

function endConnection(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader("connection", "close");
}
