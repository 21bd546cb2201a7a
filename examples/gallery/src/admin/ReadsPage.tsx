import { useQuery } from "@apollo/client/react";
import { AdminReadsDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { EndOfList } from "../parts/EndOfList";
import { Heading } from "../parts/Heading";
import { Icon } from "../parts/Icon";
import { Notice } from "../parts/Notice";
import { usePage } from "../router";
import { useAdminTexts } from "./useAdminTexts";

/** What admins have read, newest first: all of it, or of the account with the id. */
export function ReadsPage({ id }: { id?: string }) {
  const { language } = useLanguage();
  const a = useAdminTexts();
  usePage(a("reads"));
  const filter = id === undefined ? null : { userId: id };
  const { data, error, refetch, fetchMore } = useQuery(AdminReadsDocument, {
    variables: { filter },
    // Each page that an admin opens adds to it.
    fetchPolicy: "network-only",
  });
  const list = data?.adminReads;
  if (!list) return <Notice isLoading={!error} error={error} onAgain={() => void refetch()} />;
  const after = list.pageInfo.endCursor;
  const when = (instant: string) => new Date(instant).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <div className="account">
      <a className="back" href={id === undefined ? "#/admin" : `#/admin/${id}`}>
        <Icon name="back" />
        {a(id === undefined ? "accounts" : "account")}
      </a>
      <Heading>{a("reads")}</Heading>
      <p className="lead">{a("readsMore")}</p>
      <ul className="sessions">
        {list.nodes.map(({ id: read, admin, user, operation, readAt }) => (
          <li key={read}>
            <span>
              <strong>{admin ? (admin.name ?? admin.email) : a("erased")}</strong>
              <span>{operation}</span>
            </span>
            <span>
              {user ? <a href={`#/admin/${user.id}`}>{user.name ?? user.email}</a> : a("lists")}{" "}
              <time dateTime={readAt}>{when(readAt)}</time>
            </span>
          </li>
        ))}
      </ul>
      {list.pageInfo.hasNextPage && <EndOfList hasMore readMore={() => fetchMore({ variables: { after } })} />}
    </div>
  );
}
