import { type ApolloCache, type ApolloClient, ObservableQuery, type OperationVariables, type Reference } from "@apollo/client";
import { changesOf } from "./changesOf.js";
import type { ListChange } from "./listChanges.js";
import { isChanged, ofFirstPage } from "./listFields.js";
import { connectionFields } from "./schemaTypes.js";

/** Where a list is kept in the cache. */
interface Place {
  readonly id: string;
  readonly field: string;
  readonly key: string;
}

/**
 * Keeps a client's lists true after its mutations: lists that may have changed are read anew where they are on the screen,
 * before `mutate` is done, and are forgotten elsewhere.
 */
export function refreshLists(client: ApolloClient): void {
  const { mutate } = client;
  client.mutate = (async (options: Parameters<typeof mutate>[0]) => {
    const result = await mutate(options);
    await readAnew(client, changesOf(options.mutation, result.data));
    return result;
  }) as typeof mutate;
}

async function readAnew(client: ApolloClient, changes: readonly ListChange[]): Promise<void> {
  const queries = new Set<ObservableQuery>();
  const places = placesOf(client.cache, changes);
  for (const place of places) {
    const watching = mark(client.cache, place);
    for (const query of watching) queries.add(query);
    if (watching.length === 0) modify(client.cache, place, (_kept, { DELETE }) => DELETE);
  }
  // A list that cannot be read stays as it was: the mutation itself was done.
  await Promise.allSettled([...queries].map((query) => readFirstPage(client, query)));
  for (const place of places) modify(client.cache, place, (kept) => ({ ...(kept as object), isReadAnew: false }));
}

function readFirstPage(client: ApolloClient, query: ObservableQuery): Promise<unknown> {
  const variables = ofFirstPage<OperationVariables>(query.query, query.variables);
  if (Object.keys(variables).length === Object.keys(query.variables).length) return query.refetch();
  return client.query({ query: query.query, variables, fetchPolicy: "network-only" });
}

/** Every list in the cache that may have changed. */
function placesOf(cache: ApolloCache, changes: readonly ListChange[]): Place[] {
  if (changes.length === 0) return [];
  const objects = Object.entries(cache.extract() as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  return objects.flatMap(([id, object]) => {
    const fields = (connectionFields as Readonly<Record<string, readonly string[]>>)[String(object.__typename)] ?? [];
    return Object.keys(object).flatMap((key) => {
      const field = key.split(/[:(]/)[0] as string;
      return fields.includes(field) && isChanged(field, /"(filter|orderBy)"/.test(key), changes) ? { id, field, key } : [];
    });
  });
}

/** Notes that a list is about to be read anew, and returns the queries that show it. */
function mark(cache: ApolloCache, place: Place): ObservableQuery[] {
  const found: ObservableQuery[] = [];
  cache.batch({
    update: () => modify(cache, place, (kept) => ({ ...(kept as object), isReadAnew: true })),
    onWatchUpdated: ({ watcher }) => {
      const isReadable =
        watcher instanceof ObservableQuery && !/standby|cache-only|no-cache/.test(watcher.options.fetchPolicy ?? "");
      if (isReadable) found.push(watcher);
      return false;
    },
  });
  return found;
}

type Change = (kept: unknown, details: { readonly storeFieldName: string; readonly DELETE: unknown }) => unknown;

function modify(cache: ApolloCache, { id, field, key }: Place, change: Change): void {
  const fields = {
    [field]: ((kept, details) => (details.storeFieldName === key ? change(kept, details) : kept)) as Change,
  };
  cache.modify<Record<string, Reference>>({ id, fields: fields as never });
}
