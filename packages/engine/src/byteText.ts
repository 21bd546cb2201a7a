/**
 * A text with one character for each byte of another text's UTF-8 (an isomorphic string, in the words of WHATWG's Infra Standard).
 * PostgreSQL's JSON passes in this form: it is neither decoded nor encoded, and takes one byte of memory a byte.
 */
export type ByteText = string;

const BEYOND_ASCII = /[^\0-\x7f]/;

/** The bytes of a text. */
export const bytesOf = (text: string): ByteText =>
  BEYOND_ASCII.test(text) ? Buffer.from(text, "utf8").toString("latin1") : text;

/** The text of the bytes. */
export const textOf = (bytes: ByteText): string =>
  BEYOND_ASCII.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
