import type { TokenUse } from "./TokenUse.js";

/** What a story is to be about. */
export interface Subject {
  /** The same for each try of a request, and another for each request. */
  readonly seed: string;
  /** What the tutorial of the drawing shows, in English. */
  readonly subject?: string;
  /** The picture that the service keeps of the drawing. */
  readonly pictureId?: string;
}

/** A story as a writer has written it. */
export interface Written {
  readonly titleEn: string;
  readonly titleDe: string;
  readonly storyTextEn: string;
  readonly storyTextDe: string;
  /** What wrote it, as the story's aiModel tells it. */
  readonly model: string;
}

/** Writes stories. It is asked outside of any transaction, and ends when the signal says so. */
export interface StoryWriter {
  /**
   * @param use what a call has used, told before it and after it.
   * @returns the story, or "refused" where there will never be one about this.
   * @throws WriterDeferred where it cannot be asked just now; WriterFailed with isFinal where no other try helps; anything else where one may.
   */
  write(about: Subject, signal: AbortSignal, use: TokenUse): Promise<Written | "refused">;
}
