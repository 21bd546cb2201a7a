import type { EventFormat } from "./EventFormat.js";

const PART = "\r\ncontent-type: application/json\r\n\r\n";
/** A part ends where the next begins, so each part is sent with the delimiter that follows it: else an event would arrive with the next one. */
const DELIMITER = "\r\n--graphql";

/** Apollo's multipart subscriptions, version 1.0: each part is a message, and a GraphQL response is its payload. */
export const multipartMixed: EventFormat = {
  type: 'multipart/mixed; boundary="graphql"; subscriptionSpec=1.0',
  begin: () => DELIMITER,
  event: (json) => `${PART}{"payload":${json}}${DELIMITER}`,
  heartbeat: `${PART}{}${DELIMITER}`,
  complete: "--\r\n",
};
