import { useMutation } from "@apollo/client/react";
import { RequestStoryDocument, type WholeDrawingFragment } from "../gql/graphql";
import { useLanguage } from "../language";
import { Problem } from "./Problem";

/** Asks for a story about a drawing. How it is getting on comes with the page's stream. */
export function TellStory({ drawing }: { drawing: WholeDrawingFragment }) {
  const { t, either, language } = useLanguage();
  const [requestStory, { loading, error }] = useMutation(RequestStoryDocument);
  const [asked] = drawing.storyRequests.nodes;
  const isWritten = asked?.state === "REQUESTED" || asked?.state === "WRITING";
  const tell = () => void requestStory({ variables: { input: { id: crypto.randomUUID?.(), drawingId: drawing.id } } });
  return (
    <div className="telling">
      <p role="status" lang={language} aria-busy={isWritten}>
        {asked && either(asked.messageEn, asked.messageDe)}
      </p>
      {asked?.story && (
        <a className="button" href={`#/stories/${asked.story.id}`}>
          {t("readStory")}
        </a>
      )}
      {!isWritten && (
        <button type="button" className={asked?.story ? "quiet" : undefined} disabled={loading} onClick={tell}>
          {t(drawing.stories.nodes.length > 0 ? "tellAnother" : "tellStory")}
        </button>
      )}
      <Problem of={error} />
    </div>
  );
}
