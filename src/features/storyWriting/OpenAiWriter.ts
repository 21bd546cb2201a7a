import type OpenAI from "openai";
import type { StoryProviderConfig } from "../../config/storySettings.js";
import { failureOf } from "./failureOf.js";
import type { StoryCounts } from "./StoryCounts.js";
import type { StoryWriter, Subject, Written } from "./StoryWriter.js";
import { storyIn } from "./storyIn.js";
import { INSTRUCTIONS, STORY_SCHEMA } from "./storyPrompt.js";
import { LONGEST_CALL, type Tokens, type TokenUse } from "./TokenUse.js";
import { WriterDeferred } from "./WriterDeferred.js";
import { WriterFailed } from "./WriterFailed.js";

const MODERATION_MODEL = "omni-moderation-latest";

type Moderated = OpenAI.Moderations.ModerationCreateParams["input"];

/** A JPEG of a picture that the service keeps. */
export type PictureOf = (id: string, signal: AbortSignal) => Promise<Buffer>;

/**
 * Has OpenAI write stories about pictures. The picture is checked before, the texts afterwards; a check that cannot be made is a failure.
 * Besides the picture nothing is sent that differs from one child to another.
 */
export class OpenAiWriter implements StoryWriter {
  private client: Promise<OpenAI> | undefined;
  private pausedUntil = 0;

  constructor(
    private readonly provider: StoryProviderConfig,
    private readonly pictureOf: PictureOf,
    private readonly counts: Pick<StoryCounts, "noteCall">,
  ) {}

  async write({ pictureId }: Subject, signal: AbortSignal, use: TokenUse): Promise<Written | "refused"> {
    const pause = (this.pausedUntil - performance.now()) / 1000;
    if (pause > 0) throw new WriterDeferred(pause);
    // The drawing has got another picture since it was asked for. Addresses elsewhere are never sent.
    if (pictureId === undefined) throw new WriterFailed({ code: "NO_PICTURE" }, true);
    const jpeg = await this.pictureOf(pictureId, signal);
    const picture = `data:image/jpeg;base64,${jpeg.toString("base64")}`;
    if (await this.isUnsuitable([{ type: "image_url", image_url: { url: picture } }], 1, signal)) return "refused";
    const written = await this.tell(picture, signal, use);
    if (written === "refused") return written;
    const { titleEn, titleDe, storyTextEn, storyTextDe } = written;
    const texts = [titleEn, titleDe, storyTextEn, storyTextDe];
    return (await this.isUnsuitable(texts, texts.length, signal)) ? "refused" : written;
  }

  private tell(picture: string, signal: AbortSignal, use: TokenUse): Promise<Written | "refused"> {
    const { model } = this.provider;
    // Until it has answered: nobody knows what a call without an answer has used.
    use.tokens = LONGEST_CALL;
    const call = async (client: OpenAI) => {
      try {
        return await client.responses.create(
          {
            model,
            store: false,
            max_output_tokens: LONGEST_CALL.output,
            instructions: INSTRUCTIONS,
            input: [{ role: "user", content: [{ type: "input_image", image_url: picture, detail: "low" }] }],
            text: { format: { type: "json_schema", name: "story", strict: true, schema: STORY_SCHEMA } },
          },
          { signal },
        );
      } catch (error) {
        if ((error as { status?: unknown }).status !== undefined) use.tokens = { input: 0, output: 0 };
        throw error;
      }
    };
    return this.ask(call, (answer) => {
      use.tokens = usedIn(answer) ?? LONGEST_CALL;
      return storyIn(answer, model);
    });
  }

  /** @param results how many there have to be. @throws where it cannot be told. */
  private async isUnsuitable(input: Moderated, results: number, signal: AbortSignal): Promise<boolean> {
    const call = (client: OpenAI) => client.moderations.create({ model: MODERATION_MODEL, input }, { signal });
    const found = await this.ask(call, (answer: { results?: unknown } | undefined) => {
      const flags = Array.isArray(answer?.results) ? answer.results.map((result) => result?.flagged) : [];
      if (flags.length !== results || !flags.every((flag) => typeof flag === "boolean"))
        throw new WriterFailed({ code: "NO_MODERATION" });
      return flags.includes(true) ? "refused" : "fine";
    });
    return found === "refused";
  }

  /** Makes one call, and reads its answer. Where the provider wants to be left alone, no further call is made meanwhile. */
  private async ask<Answer, Found>(
    call: (client: OpenAI) => PromiseLike<Answer>,
    read: (answer: Answer) => Found | "refused",
  ): Promise<Found | "refused"> {
    this.client ??= this.connect();
    const client = await this.client;
    try {
      const found = read(await call(client));
      this.counts.noteCall(found === "refused" ? "refused" : "answered");
      return found;
    } catch (error) {
      const failure = error instanceof WriterFailed ? error : failureOf(error);
      const isDeferred = failure instanceof WriterDeferred;
      if (isDeferred) this.pausedUntil = performance.now() + failure.seconds * 1000;
      this.counts.noteCall(failure === "refused" ? "refused" : isDeferred ? "deferred" : "failed");
      if (failure === "refused") return failure;
      throw failure;
    }
  }

  /** The package is loaded where it is used alone. Nothing of the process's environment has a say in what it does. */
  private async connect(): Promise<OpenAI> {
    const { OpenAI: Client } = await import("openai");
    const { apiKey, url } = this.provider;
    return new Client({
      apiKey,
      baseURL: url,
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      // Its own tries pass over the signal, and its time limit ends with an answer's headers.
      maxRetries: 0,
      // It would log what is sent.
      logLevel: "off",
      // A picture goes where the settings say, and nowhere else.
      fetchOptions: { redirect: "error" },
    });
  }
}

/** Undefined where the answer does not tell. */
function usedIn(answer: unknown): Tokens | undefined {
  const { input_tokens: input, output_tokens: output } = ((answer as { usage?: unknown })?.usage ?? {}) as Record<
    string,
    unknown
  >;
  return isCount(input) && isCount(output) ? { input, output } : undefined;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
