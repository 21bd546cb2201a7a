import { FieldCode } from "../errors.js";
import { stringScalar } from "./stringScalar.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** GraphQL's ID, narrowed to UUIDs (RFC 9562), in lower case as PostgreSQL writes them. */
export const Id = stringScalar({
  name: "ID",
  description: "A UUID, unique across all types.",
  maxLength: 36,
  code: FieldCode.INVALID_ID,
  expected: "Send a UUID, for example 6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d.",
  read: (text) => (UUID.test(text) ? text.toLowerCase() : undefined),
});
