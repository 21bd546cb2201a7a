import type { EventFormat } from "./EventFormat.js";

const PART = "\r\ncontent-type: application/json\r\n\r\n";
/** A part ends where the next begins, so the delimiter goes with the part before it: else each event came with the one after it. */
const DELIMITER = "\r\n--graphql";

/** Apollo's multipart subscriptions, version 1.0: each part is a message, and a GraphQL response is its payload. */
export const multipartMixed: EventFormat = {
  type: 'multipart/mixed; boundary="graphql"; subscriptionSpec=1.0',
  begin: () => DELIMITER,
  event: (json) => `${PART}{"payload":${json}}${DELIMITER}`,
  heartbeat: `${PART}{}${DELIMITER}`,
  complete: "--\r\n",
};
