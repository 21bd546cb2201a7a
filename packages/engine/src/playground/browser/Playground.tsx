import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import { getOperationAST, parse } from "graphql";
import { useMemo, useState } from "react";
import { accountPlugin } from "./AccountPlugin.js";
import { ask, type Params } from "./ask.js";
import { askLive } from "./askLive.js";
import type { Cost, Explanation, Report } from "./explanation.js";
import type { PageSession } from "./PageSession.js";
import type { PageOptions } from "./pageOptions.js";
import { pageStorage } from "./pageStorage.js";
import { ReportPanel } from "./ReportPanel.js";

/** Sent with each operation: the answer then says what it cost, and outside of production how it ran. */
const ASKS = { "graphql-cost": "true", "graphql-explain": "true" };
const INTROSPECTION = "IntrospectionQuery";

/** GraphiQL for this API: with the session of this page in each request, and a report about the last operation. */
export function Playground({ title, tabs, session }: Pick<PageOptions, "title" | "tabs"> & { readonly session: PageSession }) {
  const [report, setReport] = useState<Report>();
  const plugins = useMemo(() => [HISTORY_PLUGIN, accountPlugin(session)], [session]);
  const fetcher = useMemo(
    () =>
      async (params: Params, { headers = {} }: { headers?: Record<string, string> | null } = {}) => {
        if (params.operationName === INTROSPECTION) return ask(params, session.headers);
        // The last operation's figures must not be under this one's answer.
        setReport(undefined);
        const known = withKnownOperation(params);
        if (isSubscription(known)) return askLive(known, { ...session.headers, ...headers });
        const started = performance.now();
        const { extensions: { explain, ...others } = {}, ...answer } = await ask(known, {
          ...ASKS,
          ...session.headers,
          ...headers,
        });
        const ms = performance.now() - started;
        setReport({ explanation: explain as Explanation | undefined, cost: others.cost as Cost | undefined, ms });
        return { ...answer, ...(Object.keys(others).length > 0 && { extensions: others }) };
      },
    [session],
  );
  return (
    <GraphiQL
      fetcher={fetcher as never}
      // GraphiQL fails over an empty list, and without any it opens a tab of its own.
      defaultTabs={tabs.length > 0 ? (tabs as never) : undefined}
      plugins={plugins}
      shouldPersistHeaders={false}
      storage={pageStorage}
    >
      <GraphiQL.Logo>
        <h1>{title}</h1>
      </GraphiQL.Logo>
      <GraphiQL.Footer>{report ? <ReportPanel report={report} /> : null}</GraphiQL.Footer>
    </GraphiQL>
  );
}

/** Right after a change of tabs GraphiQL still names the other tab's operation. */
function withKnownOperation({ operationName, ...params }: Params): Params {
  return operationName && namesIn(params.query).includes(operationName) ? { ...params, operationName } : params;
}

/** The names of the operations in a document. An unreadable document has none: the API reports its mistake. */
function namesIn(query: string): readonly (string | undefined)[] {
  try {
    return parse(query).definitions.map((definition) => ("name" in definition ? definition.name?.value : undefined));
  } catch {
    return [];
  }
}

function isSubscription({ query, operationName }: Params): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === "subscription";
  } catch {
    return false;
  }
}
