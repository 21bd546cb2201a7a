import type { EventFormat } from "./EventFormat.js";

/** Server-sent events (WHATWG HTML, section 9.2), named as GraphQL over SSE has them for one operation a connection. */
export const serverSentEvents: EventFormat = {
  type: "text/event-stream; charset=utf-8",
  begin: (retryMs) => `retry: ${retryMs}\n:\n\n`,
  // A reader joins the lines again. JSON that PostgreSQL writes has line breaks between the entries of a list.
  event: (json, id) => `event: next\nid: ${id}\ndata: ${json.replaceAll("\n", "\ndata: ")}\n\n`,
  heartbeat: ":\n\n",
  complete: "event: complete\ndata:\n\n",
};
