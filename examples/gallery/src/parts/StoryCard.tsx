import type { StoryOfCardFragment } from "../gql/graphql";
import { useLanguage } from "../language";
import { FavouriteButton } from "./FavouriteButton";

/** A story as its picture, its title and how it begins. The level of its heading depends on where it stands. */
export function StoryCard({ story, heading: Title }: { story: StoryOfCardFragment; heading: "h2" | "h3" }) {
  const { either, language } = useLanguage();
  return (
    <article className="story-card">
      <img src={story.imageUrl} alt="" width="640" height="400" loading="lazy" />
      <div className="story-text">
        <Title>
          <a href={`#/stories/${story.id}`}>{either(story.title, story.titleDe)}</a>
        </Title>
        <p lang={language}>{either(story.excerptEn, story.excerptDe)}</p>
      </div>
      <FavouriteButton story={story} />
    </article>
  );
}
