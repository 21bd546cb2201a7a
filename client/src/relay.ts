import { createClient } from "graphql-sse";
import relayRuntime, {
  type FetchFunction,
  type GraphQLSubscriptionConfig,
  type OperationType,
  type Environment as RelayEnvironment,
  type SubscribeFunction,
} from "relay-runtime";
import { type KeepLiveOptions, keepLive } from "./keepLive.js";
import { refreshRelayLists } from "./relayLists.js";
import { Session } from "./Session.js";
import { type SessionFetchOptions, sessionFetch } from "./sessionFetch.js";

// The package is CommonJS, so Node hands out its exports as one object.
const { Environment, Network, Observable, RecordSource, requestSubscription, Store } = relayRuntime;

/**
 * A Relay environment for the API. After a mutation, lists that it may have changed are read anew. It has one store, so make another environment when somebody else signs in.
 * @param url the address of /graphql.
 * @param session who is signed in; nobody when absent.
 */
export function createRelayEnvironment(
  url: string,
  session = new Session(),
  options: SessionFetchOptions = {},
): RelayEnvironment {
  const send = sessionFetch(session, options);
  const ask: FetchFunction = async ({ text, id }, variables) => {
    const response = await send(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ ...(text ? { query: text } : { documentId: id }), variables }),
    });
    return response.json();
  };
  // keepLive opens what was cut off.
  const streams = createClient({ url, fetchFn: send, retryAttempts: 0 });
  const subscribe: SubscribeFunction = ({ text, id }, variables) =>
    Observable.create((sink) =>
      streams.subscribe({ ...(text ? { query: text } : { documentId: id }), variables } as never, {
        next: (answer) => sink.next(answer as never),
        error: (error) => sink.error(error as Error),
        complete: () => sink.complete(),
      }),
    );
  const environment = new Environment({
    network: Network.create(ask, subscribe),
    store: new Store(new RecordSource()),
  });
  refreshRelayLists(environment);
  return environment;
}

/**
 * Keeps `subscription { live { … } }` open beside a page's queries. Rows are merged by their ids.
 * @returns what ends it.
 */
export function liveRelay<Operation extends OperationType>(
  environment: RelayEnvironment,
  config: GraphQLSubscriptionConfig<Operation>,
  options: KeepLiveOptions = {},
): () => void {
  return keepLive((ended) => {
    const { dispose } = requestSubscription<Operation>(environment, {
      ...config,
      onError(error) {
        config.onError?.(error);
        ended(error);
      },
      onCompleted() {
        config.onCompleted?.();
        ended(undefined, true);
      },
    });
    return dispose;
  }, options);
}
