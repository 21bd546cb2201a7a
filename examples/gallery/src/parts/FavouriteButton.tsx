import { useMutation } from "@apollo/client/react";
import { SetFavouriteDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { told } from "../told";
import { Icon } from "./Icon";

/** A heart that answers at once. When the API refuses, it goes back and says so. */
export function FavouriteButton({ story }: { story: { id: string; title: string; isFavorite: boolean; updatedAt?: string } }) {
  const { t } = useLanguage();
  const { id, isFavorite } = story;
  const [setFavourite, { error }] = useMutation(SetFavouriteDocument, {
    // The list of favourites has gained or lost a row.
    update: (cache) => void cache.evict({ fieldName: "stories", args: { filter: { isFavorite: true } } }),
  });
  const toggle = () => {
    const expected = { __typename: "Story", id, isFavorite: !isFavorite, updatedAt: story.updatedAt ?? "" };
    void setFavourite({ variables: { id, isFavorite: !isFavorite }, optimisticResponse: { setStoryFavorite: expected } });
  };
  return (
    <span className="favourite">
      <button type="button" className="heart" aria-pressed={isFavorite} onClick={toggle}>
        <Icon name="heart" />
        <span className="unseen">
          {t(isFavorite ? "disfavour" : "favour")}: {story.title}
        </span>
      </button>
      {error && <span role="alert">{t(told(error) ?? "failed")}</span>}
    </span>
  );
}
