import { useMutation, useQuery } from "@apollo/client/react";
import { ConsentPanel } from "../account/ConsentPanel";
import { CopyPanel } from "../account/CopyPanel";
import { ErasePanel } from "../account/ErasePanel";
import { ProfileForm } from "../account/ProfileForm";
import {
  AccountDocument,
  type AccountQuery,
  EndSessionDocument,
  SignOutDocument,
  SignOutEverywhereDocument,
} from "../gql/graphql";
import { useLanguage } from "../language";
import { Heading } from "../parts/Heading";
import { Notice } from "../parts/Notice";
import { Problem } from "../parts/Problem";
import { usePage } from "../router";
import { leave } from "../session";

export function AccountPage() {
  // Other devices sign in and out, so what was read before may be old.
  const { data, error, refetch } = useQuery(AccountDocument, { fetchPolicy: "cache-and-network" });
  if (!data?.me) return <Notice isLoading={!error} error={error} onAgain={() => void refetch()} />;
  return <Account account={data.me} />;
}

function Account({ account }: { account: NonNullable<AccountQuery["me"]> }) {
  const { t, day, moment } = useLanguage();
  usePage(t("account"));
  const leaving = { onCompleted: leave };
  const [signOut, signingOut] = useMutation(SignOutDocument, leaving);
  const [signOutEverywhere, signingOutAll] = useMutation(SignOutEverywhereDocument, leaving);
  const [endSession, ending] = useMutation(EndSessionDocument, {
    update: (cache, _answer, { variables }) => {
      cache.evict({ id: cache.identify({ __typename: "Session", id: variables?.id }) });
    },
  });
  const facts: readonly [string, string][] = [
    [t("email"), account.email],
    ...(account.birthdate ? [[t("birthdate"), day(account.birthdate)] as [string, string]] : []),
    [t("since"), day(account.createdAt)],
    [t("gallery"), String(account.drawings.totalCount)],
    [t("storiesCount"), String(account.stories.totalCount)],
  ];
  return (
    <div className="account">
      <Heading>{account.name ?? t("account")}</Heading>
      {account.role === "ADMIN" && (
        <p className="links">
          <a href="#/admin">{t("admin")}</a>
        </p>
      )}
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ProfileForm account={account} />
      <h2>{t("sessions")}</h2>
      <ul className="sessions">
        {account.sessions.map(({ id, userAgent, lastUsedAt, isCurrent }) => (
          <li key={id}>
            <span>
              <strong>{deviceOf(userAgent) ?? t("unknownDevice")}</strong>
              <span>
                {t("lastUsed")}: {moment(lastUsedAt)}
              </span>
            </span>
            {isCurrent ? (
              <span className="tag">{t("thisDevice")}</span>
            ) : (
              <button
                type="button"
                className="quiet"
                disabled={ending.loading}
                onClick={() => void endSession({ variables: { id } })}
              >
                {t("end")}
                <span className="unseen"> {deviceOf(userAgent) ?? t("unknownDevice")}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <Problem of={signingOut.error ?? signingOutAll.error ?? ending.error} />
      <div className="buttons">
        <button type="button" className="quiet" onClick={() => void signOutEverywhere()}>
          {t("signOutEverywhere")}
        </button>
        <button type="button" onClick={() => void signOut()}>
          {t("signOut")}
        </button>
      </div>
      <ConsentPanel consents={account.consents} />
      <CopyPanel />
      <ErasePanel />
    </div>
  );
}

/** The browser and the system that a User-Agent header names, as people call them. */
function deviceOf(userAgent: string | null): string | undefined {
  const browser = /Firefox|Edg|Chrome|Safari|curl/.exec(userAgent ?? "")?.[0];
  const system = /iPhone|iPad|Android|Windows|Mac OS X|Linux/.exec(userAgent ?? "")?.[0];
  return [browser === "Edg" ? "Edge" : browser, system].filter((part) => part !== undefined).join(", ") || undefined;
}
