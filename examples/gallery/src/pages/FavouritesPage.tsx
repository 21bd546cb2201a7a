import { useQuery } from "@apollo/client/react";
import { FavouritesDocument, LiveFavouritesDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { EndOfList } from "../parts/EndOfList";
import { Heading } from "../parts/Heading";
import { Notice } from "../parts/Notice";
import { StoryCard } from "../parts/StoryCard";
import { usePage } from "../router";
import { useLive } from "../useLive";

export function FavouritesPage() {
  const { t } = useLanguage();
  usePage(t("favourites"));
  const { data, previousData, error, refetch, fetchMore } = useQuery(FavouritesDocument);
  useLive(LiveFavouritesDocument, {});
  const list = (data ?? previousData)?.stories;
  const after = list?.pageInfo.endCursor;
  return (
    <>
      <Heading>{t("favourites")}</Heading>
      <p className="lead">{t(list?.nodes.length === 0 ? "noFavourites" : "favouritesMore")}</p>
      {list ? (
        <>
          <div className="stories">
            {list.nodes.map((story) => (
              <StoryCard key={story.id} story={story} heading="h2" />
            ))}
          </div>
          {list.pageInfo.hasNextPage && <EndOfList hasMore readMore={() => fetchMore({ variables: { after } })} />}
        </>
      ) : (
        <Notice isLoading={!error} error={error} onAgain={() => void refetch()} />
      )}
    </>
  );
}
