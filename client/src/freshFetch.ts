import { parse } from "graphql";
import type { ChangeLog } from "./ChangeLog.js";
import { readsChanged } from "./listFields.js";

/** How often a read is sent again. A client that writes without a pause gets what was read last. */
const TIMES = 3;

/**
 * A fetch that notes what mutations change in lists. A list that was changed while its answer was on its way is asked for again:
 * that answer may be older than the change.
 */
export function freshFetch(send: typeof fetch, log: ChangeLog): typeof fetch {
  return async (input, init) => {
    const query = queryIn(init?.body);
    if (query === undefined) return send(input, init);
    const document = parse(query);
    const isOf = (kind: string) =>
      document.definitions.some((definition) => "operation" in definition && definition.operation === kind);
    // A stream has no end to wait for, and shows each change by itself.
    if (isOf("subscription")) return send(input, init);
    if (isOf("mutation")) {
      const response = await send(input, init);
      const { data } = await bodyOf(response);
      log.note(document, data);
      return response;
    }
    for (let time = 0; ; time++) {
      const moment = log.now;
      const response = await send(input, init);
      // The body may still be on its way when the head is there.
      await response.clone().arrayBuffer();
      const changes = log.since(moment);
      if (time === TIMES || changes.length === 0 || !readsChanged(document, changes)) return response;
    }
  };
}

function queryIn(body: unknown): string | undefined {
  if (typeof body !== "string") return undefined;
  const { query } = JSON.parse(body) as { readonly query?: unknown };
  return typeof query === "string" ? query : undefined;
}

async function bodyOf(response: Response): Promise<{ readonly data?: unknown }> {
  if (!response.headers.get("content-type")?.includes("json")) return {};
  return (await response.clone().json()) as { readonly data?: unknown };
}
