import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { OneAccountDocument, type OneAccountQuery } from "../gql/graphql";
import { useLanguage } from "../language";
import { EndOfList } from "../parts/EndOfList";
import { Heading } from "../parts/Heading";
import { Icon } from "../parts/Icon";
import { Notice } from "../parts/Notice";
import { usePage } from "../router";
import { useAdminTexts } from "./useAdminTexts";

type Account = NonNullable<OneAccountQuery["user"]>;

/** One account, with its drawings and stories to read. */
export function OneAccountPage({ id }: { id: string }) {
  const [typed, setTyped] = useState("");
  const filter = typed.trim().length < 2 ? null : { search: typed.trim() };
  const { data, previousData, loading, error, refetch, fetchMore } = useQuery(OneAccountDocument, {
    variables: { id, filter },
  });
  const account = (data ?? previousData)?.user;
  if (!account) return <Notice isLoading={loading} error={error} onAgain={() => void refetch()} />;
  return (
    <OneAccount
      account={account}
      typed={typed}
      onType={setTyped}
      moreDrawings={() => fetchMore({ variables: { drawingsAfter: account.drawings.pageInfo.endCursor } })}
      moreStories={() => fetchMore({ variables: { storiesAfter: account.stories.pageInfo.endCursor } })}
    />
  );
}

interface Shown {
  readonly account: Account;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly moreDrawings: () => Promise<unknown>;
  readonly moreStories: () => Promise<unknown>;
}

function OneAccount({ account, typed, onType, moreDrawings, moreStories }: Shown) {
  const { t, day } = useLanguage();
  const a = useAdminTexts();
  const { name, email, role, birthdate, createdAt, consents, drawings, stories } = account;
  usePage(name ?? email);
  const facts: readonly (readonly [string, string])[] = [
    [t("email"), email],
    [a("role"), role],
    ...(birthdate ? [[t("birthdate"), day(birthdate)] as const] : []),
    [t("since"), day(createdAt)],
    ...consents
      .filter(({ withdrawnAt }) => !withdrawnAt)
      .map(({ guardian, givenAt }) => [t("consent"), `${guardian}, ${day(givenAt)}`] as const),
  ];
  return (
    <div className="account">
      <a className="back" href="#/admin">
        <Icon name="back" />
        {a("accounts")}
      </a>
      <Heading>{name ?? email}</Heading>
      <p className="lead">{a("noted")}</p>
      <p className="links">
        <a href={`#/reads/${account.id}`}>{a("reads")}</a>
      </p>
      <dl className="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>
        {drawings.totalCount} {a("drawings")}
      </h2>
      <ul className="wall">
        {drawings.nodes.map(({ id, uploadedImageUrl, createdAt: drawnAt, tutorial }) => (
          <li key={id}>
            <figure className="sheet">
              {uploadedImageUrl && <img src={uploadedImageUrl} alt="" width="400" height="400" loading="lazy" />}
              <figcaption className="caption">
                {tutorial?.subject ?? t("freeDrawing")} <time dateTime={drawnAt}>{day(drawnAt)}</time>
              </figcaption>
            </figure>
          </li>
        ))}
      </ul>
      {drawings.pageInfo.hasNextPage && <EndOfList hasMore readMore={moreDrawings} />}
      <h2>
        {stories.totalCount} {a("stories")}
      </h2>
      <label className="search">
        {a("searchStories")}
        <input type="search" maxLength={100} value={typed} onChange={({ target }) => onType(target.value)} />
      </label>
      {stories.nodes.map((story) => (
        <StoryToRead key={story.id} story={story} />
      ))}
      {stories.pageInfo.hasNextPage && <EndOfList hasMore readMore={moreStories} />}
    </div>
  );
}

function StoryToRead({ story }: { story: Account["stories"]["nodes"][number] }) {
  const { either, day } = useLanguage();
  const label = either(story.labelEn, story.labelDe);
  return (
    <details className="to-read">
      <summary>
        {either(story.title, story.titleDe)} · {day(story.createdAt)}
      </summary>
      {label && <p className="tag">{label}</p>}
      <p lang="en">{story.storyTextEn}</p>
      <p lang="de">{story.storyTextDe}</p>
    </details>
  );
}
