import type { EventFormat } from "./EventFormat.js";
import { multipartMixed } from "./multipartMixed.js";
import { serverSentEvents } from "./serverSentEvents.js";

const EVENT_STREAM = /(?:^|,)\s*text\/event-stream\s*(?:[;,]|$)/i;
const MULTIPART = /(?:^|,)\s*multipart\/mixed\s*;[^,]*\bsubscriptionSpec\s*=/i;

/** How a client that sends this Accept header takes a stream; undefined where it takes none. Some send both types with every request. */
export function formatFor(accept = ""): EventFormat | undefined {
  if (EVENT_STREAM.test(accept)) return serverSentEvents;
  return MULTIPART.test(accept) ? multipartMixed : undefined;
}
