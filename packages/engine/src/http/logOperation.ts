import type { GraphQLFormattedError, OperationDefinitionNode } from "graphql";
import type { RequestContext } from "../request/RequestContext.js";

const AT_LEVELS: ReadonlySet<string> = new Set(["info", "debug", "trace"]);

/** One line an operation: its name, kind, duration and what went wrong by code and reason. Never its text or its variables. */
export function logOperation(
  { log, requestId }: RequestContext,
  started: number,
  definition: OperationDefinitionNode | undefined,
  errors: readonly GraphQLFormattedError[] | undefined,
): void {
  if (!AT_LEVELS.has(log.level)) return;
  const codes = errors?.map(({ extensions }) => extensions?.code);
  const reasons = errors?.flatMap(({ extensions }) => extensions?.reason ?? []) ?? [];
  const ms = Math.round(performance.now() - started);
  log.info(
    {
      reqId: requestId,
      operation: definition?.name?.value,
      kind: definition?.operation,
      ms,
      ...(codes && { codes }),
      ...(reasons.length > 0 && { reasons }),
    },
    "operation",
  );
}
