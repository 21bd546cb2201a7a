import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { liveApollo } from "novadraw-client/apollo";
import { useEffect } from "react";

/** Keeps what a page shows up to date while it is open: its query reads the cache, to which the stream's answers go. */
export function useLive<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): void {
  const client = useApolloClient();
  const named = JSON.stringify(variables);
  useEffect(() => liveApollo(client, document, JSON.parse(named) as Variables), [client, document, named]);
}
