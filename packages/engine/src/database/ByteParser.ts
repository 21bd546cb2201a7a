import { Parser } from "pg-protocol/dist/parser.js";

/** What pg-protocol has and its types leave out. */
interface Reading {
  readonly reader: { encoding: "utf-8" | "latin1" };
}

/** pg's parser of the server's messages, which can hand on texts byte by byte. */
export class ByteParser extends Parser {
  /** Whether each character of a text stands for one byte from now on, or the text is decoded. */
  set isReadingBytes(isOn: boolean) {
    (this as unknown as Reading).reader.encoding = isOn ? "latin1" : "utf-8";
  }
}
