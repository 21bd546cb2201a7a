import { useLanguage } from "../language";
import { FavouriteButton } from "./FavouriteButton";

export interface StoryOfCard {
  readonly id: string;
  readonly title: string;
  readonly imageUrl: string;
  readonly isFavorite: boolean;
  readonly storyTextEn: string;
  readonly storyTextDe: string;
}

/** A story as its picture, its title and how it begins. The level of its heading depends on where it stands. */
export function StoryCard({ story, heading: Title }: { story: StoryOfCard; heading: "h2" | "h3" }) {
  const { either, language } = useLanguage();
  return (
    <article className="story-card">
      <img src={story.imageUrl} alt="" width="640" height="400" loading="lazy" />
      <div className="story-text">
        <Title>
          <a href={`#/stories/${story.id}`}>{story.title}</a>
        </Title>
        <p lang={language}>{either(story.storyTextEn, story.storyTextDe)}</p>
      </div>
      <FavouriteButton story={story} />
    </article>
  );
}
