import { type ByteText, bytesOf, textOf } from "../byteText.js";

/** JSON that is already text, so that it is sent without parsing it. */
export class JsonText {
  constructor(readonly bytes: ByteText) {}
}

interface Response {
  readonly errors?: unknown;
  readonly data?: unknown;
  readonly extensions?: unknown;
}

/** Writes a GraphQL response (GraphQL specification, section 7) as JSON.stringify would, with `data` as it came. */
export function bytesOfResponse({ errors, data, extensions }: Response): ByteText {
  // Concatenated, not joined from a list: a join copies the text, which may be large.
  let bytes: ByteText = "{";
  if (errors) bytes += `"errors":${bytesOfJson(errors)}${data === undefined && !extensions ? "" : ","}`;
  if (data !== undefined)
    bytes += `"data":${data instanceof JsonText ? data.bytes : bytesOfJson(data)}${extensions ? "," : ""}`;
  if (extensions) bytes += `"extensions":${bytesOfJson(extensions)}`;
  return `${bytes}}\n`;
}

/** The same as a text, for callers that encode it. */
export const stringifyResponse = (response: Response): string => textOf(bytesOfResponse(response));

/** A value as JSON, byte by byte. */
export const bytesOfJson = (value: unknown): ByteText => bytesOf(JSON.stringify(value));
