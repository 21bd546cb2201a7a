import relayRuntime, { type FetchFunction, type Environment as RelayEnvironment } from "relay-runtime";
import { refreshRelayLists } from "./relayLists.js";
import { Session } from "./Session.js";
import { type SessionFetchOptions, sessionFetch } from "./sessionFetch.js";

// The package is CommonJS, so Node hands out its exports as one object.
const { Environment, Network, RecordSource, Store } = relayRuntime;

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
  const environment = new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) });
  refreshRelayLists(environment);
  return environment;
}
