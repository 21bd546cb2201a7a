import type { EventFormat } from "./EventFormat.js";

/** Server-sent events (WHATWG HTML, section 9.2), named as GraphQL over SSE has them for one operation a connection. */
export const serverSentEvents: EventFormat = {
  type: "text/event-stream; charset=utf-8",
  begin: (retryMs) => `retry: ${retryMs}\n:\n\n`,
  // JSON has line breaks between its parts alone, and some clients read one line of an event.
  event: (json, id) => `event: next\nid: ${id}\ndata: ${json.replaceAll("\n", " ")}\n\n`,
  heartbeat: ":\n\n",
  complete: "event: complete\ndata:\n\n",
};
