/** What a story is to be about. */
export interface Subject {
  /** The same for each try of a request, and another for each request. */
  readonly seed: string;
  /** What the tutorial of the drawing shows, in English. */
  readonly subject?: string;
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
  /** @returns the story, or "refused" where there will never be one about this. @throws WriterFailed where another try may help. */
  write(about: Subject, signal: AbortSignal): Promise<Written | "refused">;
}
