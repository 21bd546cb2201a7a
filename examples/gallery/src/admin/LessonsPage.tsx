import { useQuery } from "@apollo/client/react";
import { LessonsDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { EndOfList } from "../parts/EndOfList";
import { Heading } from "../parts/Heading";
import { Icon } from "../parts/Icon";
import { Notice } from "../parts/Notice";
import { usePage } from "../router";
import { useAdminTexts } from "./useAdminTexts";

/** All tutorials, to pick one that is edited. */
export function LessonsPage() {
  const { t } = useLanguage();
  const a = useAdminTexts();
  usePage(a("lessons"));
  const { data, error, refetch, fetchMore } = useQuery(LessonsDocument);
  const list = data?.tutorials;
  if (!list) return <Notice isLoading={!error} error={error} onAgain={() => void refetch()} />;
  const after = list.pageInfo.endCursor;
  return (
    <div className="account">
      <a className="back" href="#/admin">
        <Icon name="back" />
        {a("accounts")}
      </a>
      <Heading>{a("lessons")}</Heading>
      <ul className="sessions">
        {list.nodes.map(({ id, subject, subjectDe, totalSteps }) => (
          <li key={id}>
            <a href={`#/lessons/${id}`}>{[subject, subjectDe].filter(Boolean).join(" · ")}</a>
            <span>
              {totalSteps} {t("steps")}
            </span>
          </li>
        ))}
      </ul>
      {list.pageInfo.hasNextPage && <EndOfList hasMore readMore={() => fetchMore({ variables: { after } })} />}
    </div>
  );
}
