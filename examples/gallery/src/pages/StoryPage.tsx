import { useQuery } from "@apollo/client/react";
import { useRef, useState } from "react";
import { StoryDocument, type StoryQuery } from "../gql/graphql";
import { useLanguage } from "../language";
import { FavouriteButton } from "../parts/FavouriteButton";
import { Heading } from "../parts/Heading";
import { Icon } from "../parts/Icon";
import { Notice } from "../parts/Notice";
import { RenameDialog } from "../parts/RenameDialog";
import { usePage } from "../router";

export function StoryPage({ id }: { id: string }) {
  const { data, loading, error, refetch } = useQuery(StoryDocument, { variables: { id } });
  const story = data?.story;
  if (!story) return <Notice isLoading={loading} error={error} onAgain={() => void refetch()} />;
  return <Story story={story} readAgain={async () => (await refetch()).data?.story?.title ?? story.title} />;
}

function Story({ story, readAgain }: { story: NonNullable<StoryQuery["story"]>; readAgain: () => Promise<string> }) {
  const { t, either, language } = useLanguage();
  usePage(story.title);
  const [isRenaming, setRenaming] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setRenaming(false);
    button.current?.focus();
  };
  return (
    <>
      {story.drawing && (
        <a className="back" href={`#/drawings/${story.drawing.id}`}>
          <Icon name="back" />
          {t("toDrawing")}
        </a>
      )}
      <article className="reader">
        <img className="scene" src={story.imageUrl} alt="" width="640" height="400" />
        <div className="reader-head">
          <Heading>{story.title}</Heading>
          <FavouriteButton story={story} />
        </div>
        <p className="reader-text" lang={language}>
          {either(story.storyTextEn, story.storyTextDe)}
        </p>
        <footer>
          {story.origin === "AI" && <span className="tag">{t("byAi")}</span>}
          <button type="button" className="quiet" ref={button} onClick={() => setRenaming(true)}>
            <Icon name="pencil" />
            {t("rename")}
          </button>
        </footer>
      </article>
      {isRenaming && <RenameDialog story={story} readAgain={readAgain} onClose={close} />}
    </>
  );
}
