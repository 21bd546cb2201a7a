/** A drawing of the demo and the story about it. */
export interface DemoStory {
  /** The tutorial that it was drawn after, by its subject; null for a free drawing. */
  readonly after: string | null;
  /** What a free drawing shows. */
  readonly shows?: string;
  readonly title: string;
  readonly en: string;
  readonly de: string;
}
