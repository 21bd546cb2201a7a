import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import { bytesOfResponse } from "../answering/JsonText.js";
import type { EventFormat } from "./EventFormat.js";
import { EventStream } from "./EventStream.js";

/** Tells what is wrong with a document by a stream's one event: a browser's EventSource reads no answer of another status. */
export function refuseDocument(
  raw: ServerResponse,
  format: EventFormat,
  errors: readonly GraphQLFormattedError[],
  head: OutgoingHttpHeaders,
): void {
  const events = new EventStream(raw, format);
  events.begin(head);
  events.send({ json: bytesOfResponse({ errors }).trimEnd(), id: "" });
  events.complete();
}
