import { useQuery } from "@apollo/client/react";
import { useRef, useState } from "react";
import { DeleteStoryDocument, LiveStoryDocument, StoryDocument, type WholeStoryFragment } from "../gql/graphql";
import { useLanguage } from "../language";
import { DeleteButton } from "../parts/DeleteButton";
import { FavouriteButton } from "../parts/FavouriteButton";
import { Heading } from "../parts/Heading";
import { Icon } from "../parts/Icon";
import { Notice } from "../parts/Notice";
import { RenameDialog } from "../parts/RenameDialog";
import { usePage } from "../router";
import { useLive } from "../useLive";

export function StoryPage({ id }: { id: string }) {
  const { data, loading, error, refetch } = useQuery(StoryDocument, { variables: { id } });
  useLive(LiveStoryDocument, { id });
  const story = data?.story;
  if (!story) return <Notice isLoading={loading} error={error} onAgain={() => void refetch()} />;
  return <Story story={story} readAgain={async () => (await refetch()).data?.story ?? story} />;
}

function Story({ story, readAgain }: { story: WholeStoryFragment; readAgain: () => Promise<WholeStoryFragment> }) {
  const { t, either, language } = useLanguage();
  const title = either(story.title, story.titleDe);
  const label = either(story.labelEn, story.labelDe);
  usePage(title);
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
          <Heading lang={story.titleDe === null ? undefined : language}>{title}</Heading>
          <FavouriteButton story={story} />
        </div>
        <p className="reader-text" lang={language}>
          {either(story.storyTextEn, story.storyTextDe)}
        </p>
        <footer>
          {label && <span className="tag">{label}</span>}
          <button type="button" className="quiet" ref={button} onClick={() => setRenaming(true)}>
            <Icon name="pencil" />
            {t("rename")}
          </button>
          <DeleteButton
            document={DeleteStoryDocument}
            id={story.id}
            question={t("removeStory")}
            more={t("removeStoryMore")}
            then={story.drawing ? `#/drawings/${story.drawing.id}` : "#/gallery"}
          />
        </footer>
      </article>
      {isRenaming && <RenameDialog story={story} readAgain={readAgain} onClose={close} />}
    </>
  );
}
