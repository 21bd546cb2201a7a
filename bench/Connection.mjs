import { once } from "node:events";
import { connect } from "node:net";

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const LAST_CHUNK = "0\r\n\r\n";

/**
 * One HTTP/1.1 connection that sends a request and waits for its answer. It reads no more of an answer than its status and where it ends, so
 * that the load takes as little as can be of the processors that it shares with what it measures.
 */
export class Connection {
  #socket;
  #chunks = [];
  #size = 0;
  /** Where the answer ends, once its head says so. */
  #end;
  #isChunked = false;
  #status = 0;
  #done;

  constructor(port) {
    this.#socket = connect(port, "127.0.0.1").setNoDelay(true);
    this.#socket.on("data", (data) => this.#read(data));
    for (const event of ["error", "close"]) this.#socket.on(event, (error) => this.#fail(error));
  }

  /** A connection that stands. */
  static async open(port) {
    const connection = new Connection(port);
    await once(connection.#socket, "connect");
    return connection;
  }

  /** @param request its bytes. @returns the status of the answer. */
  ask(request) {
    return new Promise((resolve, reject) => {
      this.#done = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#done = undefined;
    this.#socket.destroy();
  }

  #read(data) {
    this.#chunks.push(data);
    this.#size += data.length;
    if (this.#status === 0) this.#readHead();
    if (this.#status === 0 || !this.#isWhole(data)) return;
    const status = this.#status;
    this.#chunks = [];
    this.#size = 0;
    this.#status = 0;
    this.#done?.resolve(status);
  }

  #readHead() {
    const start = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const length = start.indexOf(END_OF_HEAD);
    if (length < 0) return;
    const head = start.latin1Slice(0, length).toLowerCase();
    this.#status = Number(head.slice(9, 12));
    const at = head.indexOf("content-length: ");
    this.#isChunked = at < 0;
    this.#end = length + END_OF_HEAD.length + (at < 0 ? 0 : Number.parseInt(head.slice(at + 16), 10));
  }

  #isWhole(last) {
    if (!this.#isChunked) return this.#size >= this.#end;
    const tail = last.length >= LAST_CHUNK.length ? last : Buffer.concat(this.#chunks);
    return tail.latin1Slice(-LAST_CHUNK.length) === LAST_CHUNK;
  }

  #fail(error) {
    this.#done?.reject(error instanceof Error ? error : new Error("a connection was closed"));
  }
}

/** The bytes of a request for GraphQL by POST. */
export function bytesOfRequest({ query, token, variables }) {
  const body = JSON.stringify({ query, variables });
  const head = [
    "POST /graphql HTTP/1.1",
    "host: 127.0.0.1",
    "content-type: application/json",
    `authorization: Bearer ${token}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}
