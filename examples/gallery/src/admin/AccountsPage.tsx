import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { AccountsDocument } from "../gql/graphql";
import { useLanguage } from "../language";
import { EndOfList } from "../parts/EndOfList";
import { Heading } from "../parts/Heading";
import { Notice } from "../parts/Notice";
import { usePage } from "../router";
import { useAdminTexts } from "./useAdminTexts";

/** A single letter finds nothing. */
const SHORTEST = 2;

/** All accounts, newest first, by any part of their names and emails. */
export function AccountsPage() {
  const { day } = useLanguage();
  const a = useAdminTexts();
  usePage(a("accounts"));
  const [typed, setTyped] = useState("");
  const search = typed.trim();
  const filter = search.length < SHORTEST ? null : { search };
  const { data, previousData, error, refetch, fetchMore } = useQuery(AccountsDocument, { variables: { filter } });
  const list = (data ?? previousData)?.users;
  if (!list) return <Notice isLoading={!error} error={error} onAgain={() => void refetch()} />;
  const after = list.pageInfo.endCursor;
  return (
    <div className="account">
      <Heading>{a("accounts")}</Heading>
      <p className="lead">{a("noted")}</p>
      <p className="links">
        <a href="#/lessons">{a("lessons")}</a>
        <a href="#/reads">{a("reads")}</a>
      </p>
      <label className="search">
        {a("search")}
        <input type="search" maxLength={100} value={typed} onChange={({ target }) => setTyped(target.value)} />
      </label>
      <p role="status" aria-busy={!data}>
        {list.totalCount} {a("found")}
      </p>
      <ul className="sessions">
        {list.nodes.map(({ id, name, email, role, createdAt, drawings, stories }) => (
          <li key={id}>
            <span>
              <strong>
                <a href={`#/admin/${id}`}>{name ?? email}</a>
              </strong>
              <span>
                {email} · {day(createdAt)}
              </span>
            </span>
            <span>
              {role === "ADMIN" && <span className="tag">{role}</span>} {drawings.totalCount} {a("drawings")},{" "}
              {stories.totalCount} {a("stories")}
            </span>
          </li>
        ))}
      </ul>
      {list.pageInfo.hasNextPage && <EndOfList hasMore readMore={() => fetchMore({ variables: { after } })} />}
    </div>
  );
}
