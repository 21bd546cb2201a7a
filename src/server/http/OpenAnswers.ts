import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** The answers that an HTTP server still has to send. */
export class OpenAnswers {
  private readonly open = new Set<ServerResponse>();
  /** Those of each connection, which has more than one when its client sends requests without waiting for answers. */
  private readonly openOf = new WeakMap<Socket, Set<ServerResponse>>();
  private isStopping = false;
  private noteEmpty: (() => void) | undefined;

  constructor(server: Server) {
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

  /** Resolves when no answer is under way. */
  async allSent(): Promise<void> {
    if (this.open.size > 0)
      await new Promise<void>((resolve) => {
        this.noteEmpty = resolve;
      });
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
