import { RequestError } from "./RequestError.js";

const EMPTY = /([?&])(?:operationName=|(?:variables|extensions)=(?:null)?)(?=&|$)/g;
const NO_BYTE = /%(?![\da-f]{2})/gi;
const BEYOND_ASCII = /[^\x21-\x7e]/;

/**
 * The address of a query by GET, without the parameters that say nothing: clients that build addresses from templates send them empty.
 * @throws RequestError where its bytes are no text in UTF-8. Decoding would replace all of them by one character.
 */
export function readAddress(url: string): string {
  if (BEYOND_ASCII.test(url)) throw new RequestError(400, "bytes");
  try {
    decodeURIComponent(url.replace(NO_BYTE, "%25"));
  } catch {
    throw new RequestError(400, "bytes");
  }
  return url.replace(EMPTY, "$1");
}
