import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { DeleteDrawingDocument, DrawingDocument, LiveDrawingDocument, type WholeDrawingFragment } from "../gql/graphql";
import { useLanguage } from "../language";
import { DeleteButton } from "../parts/DeleteButton";
import { Heading } from "../parts/Heading";
import { Icon } from "../parts/Icon";
import { Notice } from "../parts/Notice";
import { StoryCard } from "../parts/StoryCard";
import { TellStory } from "../parts/TellStory";
import { usePage } from "../router";
import { useLive } from "../useLive";

export function DrawingPage({ id }: { id: string }) {
  const { data, loading, error, refetch } = useQuery(DrawingDocument, { variables: { id } });
  useLive(LiveDrawingDocument, { id });
  const drawing = data?.drawing;
  if (!drawing) return <Notice isLoading={loading} error={error} onAgain={() => void refetch()} />;
  return <Drawing drawing={drawing} />;
}

function Drawing({ drawing }: { drawing: WholeDrawingFragment }) {
  const { t, named, day } = useLanguage();
  const name = drawing.tutorial ? named(drawing.tutorial.subject) : t("freeDrawing");
  usePage(name);
  const versions = [drawing.uploadedImageUrl, ...drawing.editedImagesUrls].filter((url) => url !== null);
  const [shown, setShown] = useState(0);
  const nameOf = (index: number) => (index === 0 ? t("original") : `${t("version")} ${index + 1}`);
  return (
    <>
      <a className="back" href="#/gallery">
        <Icon name="back" />
        {t("gallery")}
      </a>
      <div className="drawing">
        <figure className="easel">
          <img src={versions[shown]} alt={`${name}, ${nameOf(shown)}`} width="400" height="400" />
        </figure>
        <div>
          <Heading>{name}</Heading>
          <p className="lead">
            {t("drawnOn")} <time dateTime={drawing.createdAt}>{day(drawing.createdAt)}</time>
          </p>
          {drawing.tutorial && (
            <p className="drawn-after">
              {t("drawnAfter")} <a href={`#/tutorials/${drawing.tutorial.id}`}>{named(drawing.tutorial.subject)}</a>
            </p>
          )}
          <TellStory drawing={drawing} />
          {versions.length > 1 && (
            <fieldset className="versions">
              <legend>{t("versions")}</legend>
              {versions.map((url, index) => (
                <label key={url}>
                  <input type="radio" name="version" checked={index === shown} onChange={() => setShown(index)} />
                  <img src={url} alt={nameOf(index)} width="400" height="400" />
                </label>
              ))}
            </fieldset>
          )}
          <DeleteButton
            document={DeleteDrawingDocument}
            id={drawing.id}
            question={t("removeDrawing")}
            more={t("removeDrawingMore")}
            then="#/gallery"
          />
        </div>
      </div>
      <h2>{t("stories")}</h2>
      <div className="stories">
        {drawing.stories.nodes.map((story) => (
          <StoryCard key={story.id} story={story} heading="h3" />
        ))}
      </div>
      {drawing.stories.nodes.length === 0 && <p>{t("noStories")}</p>}
    </>
  );
}
