import { isUtf8 } from "node:buffer";

/**
 * The text of a header's value, of which Node makes a character a byte. Clients write names in UTF-8 by now; where the bytes are none, the
 * value is ISO-8859-1, as HTTP once had it (RFC 9110, section 5.5), and nothing of it is lost either way.
 */
export function textOfHeader(value: string | undefined): string | undefined {
  const bytes = value === undefined ? undefined : Buffer.from(value, "latin1");
  return bytes && isUtf8(bytes) ? bytes.toString() : value;
}
