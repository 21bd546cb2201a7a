import type { CardFragment } from "../gql/graphql";
import { useLanguage } from "../language";

/** A drawing as a sheet that is taped to the wall. */
export function DrawingCard({ drawing }: { drawing: CardFragment }) {
  const { t, named, day } = useLanguage();
  const name = drawing.tutorial ? named(drawing.tutorial.subject) : t("freeDrawing");
  return (
    <a className="sheet" href={`#/drawings/${drawing.id}`}>
      {drawing.uploadedImageUrl && <img src={drawing.uploadedImageUrl} alt="" width="400" height="400" loading="lazy" />}
      <span className="caption">
        <strong>{name}</strong>
        <time dateTime={drawing.createdAt}>{day(drawing.createdAt)}</time>
      </span>
    </a>
  );
}
