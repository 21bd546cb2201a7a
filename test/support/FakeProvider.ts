import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

const SENTENCE = { en: "A small whale sang to the moon. ", de: "Ein kleiner Wal sang für den Mond. " };

/** A story as the provider is asked for it. */
export const STORY = {
  titleEn: "The whale who sang",
  titleDe: "Der Wal, der sang",
  storyTextEn: SENTENCE.en.repeat(20).trim(),
  storyTextDe: SENTENCE.de.repeat(20).trim(),
};
export const USAGE = { input: 812, output: 640 };
/** What the provider quotes of the key that it refuses. */
export const QUOTED = "sk-abc***quoted";

export interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
  /** The JPEG in the body; empty where it has none. */
  readonly jpeg: Buffer;
}

type Reply = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

const problem = (code: string, message = `The provider's words about ${code}`, type = "error") => ({
  error: { message, type, param: null, code },
});
const said = (content: object) => [
  { type: "message", id: "msg_1", role: "assistant", status: "completed", content: [content] },
];
const told = (words: string) => said({ type: "output_text", text: words, annotations: [], logprobs: [] });
const response = (model: string, more: object): Reply => [
  200,
  {
    id: "resp_1",
    object: "response",
    created_at: 1,
    status: "completed",
    model: `${model}-2026-11-01`,
    error: null,
    incomplete_details: null,
    output: [],
    usage: { input_tokens: USAGE.input, output_tokens: USAGE.output, total_tokens: USAGE.input + USAGE.output },
    ...more,
  },
];
const HTML: Reply = [200, "<html>gateway</html>", { "content-type": "text/html" }];

/** What is answered, by the name of the model that is asked for: so that no header or path of the real client changes. */
const ANSWERS: Readonly<Record<string, (model: string, story: object) => Reply>> = {
  ok: (model, story) => response(model, { output: told(JSON.stringify(story)) }),
  "no-usage": (model, story) => response(model, { output: told(JSON.stringify(story)), usage: null }),
  truncated: (model, story) =>
    response(model, {
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: told(JSON.stringify(story).slice(0, 60)),
    }),
  filtered: (model) => response(model, { status: "incomplete", incomplete_details: { reason: "content_filter" } }),
  refusal: (model) => response(model, { output: said({ type: "refusal", refusal: "I can't help with that." }) }),
  "wrong-json": (model) => response(model, { output: told('{"titleEn": 5') }),
  "wrong-shape": (model) => response(model, { output: told('{"titleEn": 5, "extra": "x"}') }),
  html: () => HTML,
  elsewhere: () => [307, "", { location: "/elsewhere" }],
  limited: () => [429, problem("rate_limit_exceeded"), { "retry-after": "2" }],
  "limited-long": () => [429, problem("rate_limit_exceeded"), { "retry-after": "30" }],
  "limited-for-ever": () => [429, problem("rate_limit_exceeded"), { "retry-after": "86400" }],
  quota: () => [429, problem("insufficient_quota", "You exceeded your quota", "insufficient_quota")],
  error: () => [500, problem("server_error")],
  overloaded: () => [503, problem("overloaded")],
  "bad-key": () => [401, problem("invalid_api_key", `Incorrect API key provided: ${QUOTED}`)],
  "bad-image": () => [400, problem("invalid_image_format")],
  policy: () => [400, problem("content_policy_violation")],
};

const moderated = (...flags: readonly boolean[]): Reply => [
  200,
  { id: "modr_1", model: "omni-moderation-latest", results: flags.map((flagged) => ({ flagged, categories: {} })) },
];

/** What is answered to a moderation, by the name of what is asked about. */
export const MODERATIONS = {
  fine: (count: number) => moderated(...Array<boolean>(count).fill(false)),
  flagged: (count: number) => moderated(...Array<boolean>(count - 1).fill(false), true),
  down: (): Reply => [500, problem("server_error")],
  limited: ANSWERS["limited-long"] as () => Reply,
  html: () => HTML,
  empty: () => moderated(),
  hang: () => undefined,
  unclear: (count: number): Reply => [200, { results: Array(count).fill({ flagged: "no" }) }],
} as const;

/** A server of the tests' own that speaks the provider's protocol, and remembers all that it was sent. */
export class FakeProvider {
  readonly seen: Seen[] = [];
  /** What it writes. */
  story: object = STORY;
  /** What it thinks of pictures and of texts. */
  moderation: Record<"picture" | "texts", keyof typeof MODERATIONS> = { picture: "fine", texts: "fine" };
  /** How much has been sent, or not, of answers that never end. */
  begun = 0;
  private readonly dribbling = new Set<NodeJS.Timeout>();
  private readonly server = createServer(async (request, reply) => {
    const raw = await text(request);
    const body = raw === "" ? {} : JSON.parse(raw);
    const [, base64 = ""] = /data:image\/jpeg;base64,([^"]*)/.exec(raw) ?? [];
    this.seen.push({ path: request.url ?? "", headers: request.headers, body, jpeg: Buffer.from(base64, "base64") });
    if (body.model === "hang") {
      this.begun++;
      return;
    }
    if (body.model === "reset") request.socket.destroy();
    else if (body.model === "dribble") this.dribble(reply);
    else {
      const answered = request.url === "/v1/moderations" ? this.moderate(body.input) : this.answer(body.model);
      if (!answered) return;
      const [status, answer, headers] = answered;
      reply
        .writeHead(status, { "content-type": "application/json", "x-request-id": "req_fake", ...headers })
        .end(typeof answer === "string" ? answer : JSON.stringify(answer));
    }
  });

  static async start(): Promise<FakeProvider> {
    const fake = new FakeProvider();
    await new Promise<void>((resolve) => {
      fake.server.listen(0, "127.0.0.1", resolve);
    });
    return fake;
  }

  /** What OPENAI_BASE_URL has to be. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** The paths that were asked, oldest first. */
  get paths(): string[] {
    return this.seen.map(({ path }) => path.replace("/v1/", ""));
  }

  /** Forgets what it was sent, and answers as at first. */
  reset(): void {
    this.seen.length = 0;
    this.begun = 0;
    this.story = STORY;
    this.moderation = { picture: "fine", texts: "fine" };
  }

  async close(): Promise<void> {
    for (const timer of this.dribbling) clearInterval(timer);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(model: string): Reply {
    return ANSWERS[model]?.(model, this.story) ?? [404, problem("model_not_found")];
  }

  private moderate(input: readonly unknown[]): Reply | undefined {
    return MODERATIONS[this.moderation[typeof input[0] === "string" ? "texts" : "picture"]](input.length);
  }

  /** Headers at once, and a body that never ends. */
  private dribble(reply: ServerResponse): void {
    reply.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => {
      reply.write(" ");
      this.begun++;
    }, 5);
    this.dribbling.add(timer);
    reply.on("close", () => clearInterval(timer));
  }
}
