import { type KeepLiveOptions, keepLive } from "./keepLive.js";

/** An answer of a live query. */
export interface LiveAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

export interface LiveEventsOptions extends KeepLiveOptions {
  /** The class of event sources, where it is not the browser's. */
  readonly EventSource?: typeof EventSource;
}

/**
 * A live query without a GraphQL client, by the browser's EventSource. It can send no header, so the session is that of the cookie.
 * @param url the address of /graphql. @param next hears of each answer. @returns what ends it.
 */
export function liveEvents<Data>(
  url: string,
  { query, variables }: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  next: (answer: LiveAnswer<Data>) => void,
  { EventSource: Source = globalThis.EventSource, ...options }: LiveEventsOptions = {},
): () => void {
  const parameters = new URLSearchParams({ query, ...(variables && { variables: JSON.stringify(variables) }) });
  return keepLive((ended) => {
    const source = new Source(`${url}?${parameters}`, { withCredentials: true });
    let last: LiveAnswer<Data> | undefined;
    source.addEventListener("next", ({ data }) => {
      last = JSON.parse(data as string) as LiveAnswer<Data>;
      next(last);
    });
    source.addEventListener("complete", () => {
      source.close();
      ended(last, true);
    });
    // A connection that was cut is opened again by the browser, but not after another status than 200.
    source.addEventListener("error", () => {
      if (source.readyState === source.CLOSED) ended();
    });
    return () => source.close();
  }, options);
}
