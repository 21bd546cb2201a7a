import {
  ApolloClient,
  type DocumentNode,
  HttpLink,
  InMemoryCache,
  type OperationVariables,
  type TypedDocumentNode,
  type TypePolicies,
  type TypePolicy,
} from "@apollo/client";
import { apolloPages } from "./apolloPages.js";
import { ChangeLog } from "./ChangeLog.js";
import { freshFetch } from "./freshFetch.js";
import { type KeepLiveOptions, keepLive } from "./keepLive.js";
import { listChanges } from "./listChanges.js";
import { refreshLists } from "./refreshLists.js";
import { type Removed, removedIds } from "./removedIds.js";
import { Session } from "./Session.js";
import { connectionFields, possibleTypes } from "./schemaTypes.js";
import { type SessionFetchOptions, sessionFetch } from "./sessionFetch.js";

/** The queries of one row, which a list may have read already. */
const ROWS = { drawing: "Drawing", story: "Story", tutorial: "Tutorial", user: "User" };

const pages = (fields: readonly string[]): TypePolicy["fields"] =>
  Object.fromEntries(fields.map((field) => [field, apolloPages()]));

const rows: TypePolicy["fields"] = Object.fromEntries(
  Object.entries(ROWS).map(([field, typename]) => [
    field,
    {
      read: (known, { args, toReference, canRead }) => {
        const row = toReference({ __typename: typename, id: args?.id });
        return known === undefined && canRead(row) ? row : known;
      },
    },
  ]),
);

/** A row that was deleted goes from the cache with the answer, or with the optimistic one. */
const removals: TypePolicy["fields"] = Object.fromEntries(
  Object.entries(listChanges).flatMap(([field, changes]) =>
    changes.flatMap(({ type, isRemoval }) => {
      const merge = (_known: unknown, answer: Removed, { cache }: { readonly cache: InMemoryCache }) => {
        for (const id of removedIds(answer)) cache.evict({ id: cache.identify({ __typename: type, id }) });
        return answer;
      };
      return isRemoval ? [[field, { merge }]] : [];
    }),
  ),
);

/** How Apollo's cache keeps the types of the API. */
export const typePolicies: TypePolicies = {
  ...Object.fromEntries(Object.entries(connectionFields).map(([type, fields]) => [type, { fields: pages(fields) }])),
  Query: { fields: { ...pages(connectionFields.Query), ...rows } },
  Mutation: { fields: removals },
  TutorialCategory: { keyFields: ["name"] },
};

/** A cache that knows the API. */
export const createApolloCache = (): InMemoryCache => new InMemoryCache({ typePolicies, possibleTypes });

/**
 * An Apollo client for the API. After a mutation, lists that it may have changed are read anew. When somebody else signs in, or the session ends, it forgets what it has read, and queries that
 * are on their way fail.
 * @param url the address of /graphql.
 * @param session who is signed in; nobody when absent.
 */
export function createApolloClient(url: string, session = new Session(), options: SessionFetchOptions = {}): ApolloClient {
  const client = new ApolloClient({
    link: new HttpLink({ uri: url, fetch: freshFetch(sessionFetch(session, options), new ChangeLog()) }),
    cache: createApolloCache(),
    // A list that one query reads anew keeps the pages that others have read.
    defaultOptions: { watchQuery: { refetchWritePolicy: "merge" } },
  });
  refreshLists(client);
  // What a storage answers late is no change of who reads: nothing is asked before.
  void session.ready.then(() => session.subscribe(() => void client.clearStore()));
  return client;
}

/**
 * Keeps `subscription { live { … } }` open beside a page's queries. Its answers go to the cache as those of the queries do, so what the
 * page shows follows by itself.
 * @param next hears of each answer, where that is of use. @returns what ends it.
 */
export function liveApollo<Data, Variables extends OperationVariables = OperationVariables>(
  client: ApolloClient,
  query: DocumentNode | TypedDocumentNode<Data, Variables>,
  variables?: Variables,
  next: (data: Data) => void = () => undefined,
  options: KeepLiveOptions = {},
): () => void {
  return keepLive((ended) => {
    let failure: unknown;
    const subscription = client.subscribe<Data>({ query: query as DocumentNode, variables }).subscribe({
      next({ data, error }) {
        failure = error;
        if (data) next(data as Data);
      },
      error: (error) => ended(error),
      complete: () => ended(failure, failure === undefined),
    });
    return () => subscription.unsubscribe();
  }, options);
}
