import type { Answer, TestApi } from "./TestApi.js";

interface Opening {
  readonly variables?: Record<string, unknown>;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

export interface LiveEvent {
  readonly data: Answer["data"];
  readonly errors?: readonly { message: string; path?: unknown[]; extensions: { code: string; reason?: string } }[];
}

const PATIENCE_MS = 20_000;

/** Listens on a port of its own, and tells the API's address there. */
export async function listen({ http }: TestApi): Promise<string> {
  return `${await http.listen({ port: 0, host: "127.0.0.1" })}/graphql`;
}

/** A client that takes a stream of server-sent events, and keeps all that it gets. */
export class LiveClient {
  /** The JSON of each event. */
  readonly texts: string[] = [];
  readonly ids: string[] = [];
  received = "";
  isComplete = false;
  /** Whether the stream has ended, complete or not. */
  isEnded = false;
  private rest = "";
  private heard: () => void = () => undefined;

  private constructor(
    readonly status: number,
    readonly headers: Headers,
    private readonly abort: AbortController,
  ) {}

  /** Opens a stream of the query under live. */
  static query(url: string, query: string, opening: Opening = {}): Promise<LiveClient> {
    const start = query.indexOf("{");
    const declared = query.slice(0, start).replace(/^\s*query\s*\w*/, "");
    let end = start;
    for (let depth = 0; end < query.length && !(depth === 1 && query[end] === "}"); end++)
      depth += query[end] === "{" ? 1 : query[end] === "}" ? -1 : 0;
    const [selection, fragments] = [query.slice(start, end + 1), query.slice(end + 1)];
    return LiveClient.open(url, `subscription ${declared} { live ${selection} } ${fragments}`, opening);
  }

  static async open(url: string, query: string, { variables, token, headers }: Opening = {}): Promise<LiveClient> {
    const abort = new AbortController();
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
      signal: abort.signal,
    });
    return LiveClient.of(response, abort);
  }

  static of(response: Response, abort: AbortController): LiveClient {
    const client = new LiveClient(response.status, response.headers, abort);
    client.read(response.body ?? new ReadableStream()).catch(() => undefined);
    return client;
  }

  get events(): readonly LiveEvent[] {
    return this.texts.map((text) => JSON.parse(text));
  }

  get last(): LiveEvent | undefined {
    return this.events.at(-1);
  }

  /** The codes of the last event's errors. */
  get codes(): readonly string[] {
    return (this.last?.errors ?? []).map(({ extensions }) => extensions.code);
  }

  /** Waits until this holds, which is asked at whatever comes. */
  async until(holds: (client: LiveClient) => boolean): Promise<this> {
    const end = performance.now() + PATIENCE_MS;
    while (!holds(this)) {
      if (performance.now() > end) throw new Error(`It never held. The events were ${this.texts.join("\n")}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        this.heard = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this;
  }

  close(): void {
    this.abort.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        const text = decoder.decode(chunk, { stream: true });
        this.received += text;
        this.take(text);
        this.heard();
      }
    } finally {
      this.isEnded = true;
      this.heard();
    }
  }

  private take(text: string): void {
    const blocks = `${this.rest}${text}`.split("\n\n");
    this.rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n");
      const valuesOf = (name: string) =>
        lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ""));
      const [kind] = valuesOf("event");
      if (kind === "complete") this.isComplete = true;
      if (kind !== "next") continue;
      this.texts.push(valuesOf("data").join("\n"));
      this.ids.push(...valuesOf("id"));
    }
  }
}
