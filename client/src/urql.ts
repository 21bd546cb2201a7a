import {
  type AnyVariables,
  Client,
  type DocumentInput,
  fetchExchange,
  makeOperation,
  mapExchange,
  type Operation,
} from "@urql/core";
import { type Cache, type CacheExchangeOpts, cacheExchange, type UpdateResolver } from "@urql/exchange-graphcache";
import { ChangeLog } from "./ChangeLog.js";
import { changesOf } from "./changesOf.js";
import { freshFetch } from "./freshFetch.js";
import { type KeepLiveOptions, keepLive } from "./keepLive.js";
import { listChanges } from "./listChanges.js";
import { ofFirstPage, readsChanged } from "./listFields.js";
import { removedIds } from "./removedIds.js";
import { Session } from "./Session.js";
import { connectionFields, possibleTypes, typesWithoutId } from "./schemaTypes.js";
import { type SessionFetchOptions, sessionFetch } from "./sessionFetch.js";
import { urqlPages } from "./urqlPages.js";

const pages = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, urqlPages()]));

/** A row that was deleted goes from the cache. Without an update of its own, a create would empty all lists of its type. */
const updates: Readonly<Record<string, UpdateResolver>> = Object.fromEntries(
  Object.entries(listChanges).map(([field, changes]) => {
    const update: UpdateResolver = (answers, _args, cache: Cache) => {
      for (const { type, isRemoval } of changes)
        if (isRemoval) for (const id of removedIds(answers[field])) cache.invalidate({ __typename: type, id });
    };
    return [field, update];
  }),
);

const removals = Object.entries(listChanges).filter(([, changes]) => changes.some(({ isRemoval }) => isRemoval));

/** How urql's normalized cache keeps the types of the API. */
export const graphcacheOptions: Partial<CacheExchangeOpts> = {
  possibleTypes,
  keys: {
    ...Object.fromEntries(typesWithoutId.map((type) => [type, () => null])),
    TutorialCategory: ({ name }) => name as string,
  },
  resolvers: Object.fromEntries(Object.entries(connectionFields).map(([type, fields]) => [type, pages(fields)])),
  updates: { Mutation: updates },
  optimistic: Object.fromEntries(
    removals.map(([field]) => [field, ({ id, ids }: { readonly id?: string; readonly ids?: string[] }) => id ?? ids ?? null]),
  ),
};

/**
 * An urql client for the API. After a mutation, lists that it may have changed are read anew. It has one cache, so make another
 * client when somebody else signs in.
 * @param url the address of /graphql.
 * @param session who is signed in; nobody when absent.
 */
export function createUrqlClient(url: string, session = new Session(), options: SessionFetchOptions = {}): Client {
  const log = new ChangeLog();
  const client: Client = new Client({
    url,
    fetch: freshFetch(sessionFetch(session, options), log),
    preferGetMethod: false,
    // Live queries come as server-sent events, by the same fetch.
    fetchSubscriptions: true,
    exchanges: [trueLists(log, () => client), cacheExchange(graphcacheOptions), fetchExchange],
  });
  return client;
}

/**
 * Keeps `subscription { live { … } }` open beside a page's queries.
 * @param next hears of each answer. @returns what ends it.
 */
export function liveUrql<Data, Variables extends AnyVariables = AnyVariables>(
  client: Client,
  query: DocumentInput<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void = () => undefined,
  options: KeepLiveOptions = {},
): () => void {
  return keepLive((ended) => {
    const { unsubscribe } = client.subscription(query, variables).subscribe(({ data, error, hasNext }) => {
      if (data && !error) next(data);
      if (!hasNext) ended(error);
    });
    return unsubscribe;
  }, options);
}

/** Reads lists anew that a mutation may have changed: those on the screen at once, the others when they are asked for. */
function trueLists(log: ChangeLog, client: () => Client) {
  const open = new Map<number, Operation>();
  const asked = new Map<number, number>();
  const broken = new Set<number>();
  const readFirstPage = ({ query, variables, context }: Operation) => {
    const first = ofFirstPage(query, (variables ?? {}) as Record<string, unknown>);
    if (Object.keys(first).length === Object.keys(variables ?? {}).length) return false;
    void client()
      .query(query, first as AnyVariables, { ...context, requestPolicy: "network-only" })
      .toPromise();
    return true;
  };
  return mapExchange({
    onOperation: (operation) => {
      if (operation.kind === "teardown") open.delete(operation.key);
      if (operation.kind !== "query") return operation;
      open.set(operation.key, operation);
      const changes = log.since(asked.get(operation.key) ?? 0);
      asked.set(operation.key, log.now);
      if (operation.context.requestPolicy !== "cache-first" || !readsChanged(operation.query, changes)) return operation;
      return makeOperation(operation.kind, operation, { ...operation.context, requestPolicy: "cache-and-network" });
    },
    onResult: ({ operation, data, error }) => {
      // A page that another query has read may lack fields of this one.
      const isBroken = operation.kind === "query" && data === null && !error;
      if (isBroken && !broken.has(operation.key)) readFirstPage(operation);
      broken[isBroken ? "add" : "delete"](operation.key);
      const changes = operation.kind === "mutation" ? changesOf(operation.query, data) : [];
      for (const list of [...open.values()].filter(({ query }) => readsChanged(query, changes))) {
        readFirstPage(list);
        // As a query of its own, too: who shows the list may turn to another page of it before the answer is there, and so end the request.
        void client()
          .query(list.query, list.variables, { ...list.context, requestPolicy: "network-only" })
          .toPromise();
      }
    },
  });
}
