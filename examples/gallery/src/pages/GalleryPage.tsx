import { useQuery } from "@apollo/client/react";
import { GalleryDocument, LiveGalleryDocument, ViewerDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { DrawingCard } from "../parts/DrawingCard";
import { EndOfList } from "../parts/EndOfList";
import { Heading } from "../parts/Heading";
import { Notice } from "../parts/Notice";
import { UploadButton } from "../parts/UploadButton";
import { usePage } from "../router";
import { useLive } from "../useLive";

export function GalleryPage() {
  const gallery = useQuery(GalleryDocument);
  const viewer = useQuery(ViewerDocument);
  useLive(LiveGalleryDocument, {});
  const list = gallery.data?.drawings;
  const me = viewer.data?.me;
  const error = gallery.error ?? viewer.error;
  const again = () => void Promise.allSettled([gallery.refetch(), viewer.refetch()]);
  if (!list || !me) return <Notice isLoading={!error} error={error} onAgain={again} />;
  return <Drawings name={me.name ?? ""} list={list} readMore={(after) => gallery.fetchMore({ variables: { after } })} />;
}

type List = NonNullable<import("../gql/graphql").GalleryQuery["drawings"]>;

function Drawings({
  name,
  list,
  readMore,
}: {
  name: string;
  list: List;
  readMore: (after: string | null) => Promise<unknown>;
}) {
  const { t } = useLanguage();
  usePage(t("gallery"));
  return (
    <>
      <Heading>
        {t("drawingsOf")} {name}
      </Heading>
      <p className="lead">
        {list.totalCount} {t("drawingsCount")}
      </p>
      <UploadButton />
      <ul className="wall">
        {list.nodes.map((drawing) => (
          <li key={drawing.id}>
            <DrawingCard drawing={drawing} />
          </li>
        ))}
      </ul>
      <EndOfList hasMore={list.pageInfo.hasNextPage} readMore={() => readMore(list.pageInfo.endCursor)} />
    </>
  );
}
