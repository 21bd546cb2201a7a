import { Parser } from "pg-protocol/dist/parser.js";
import { pgInternals } from "./pgInternals.js";

/** pg's parser of the server's messages, which can hand on texts byte by byte. */
export class ByteParser extends Parser {
  /** Whether each character of a text stands for one byte from now on, or the text is decoded. */
  set isReadingBytes(isOn: boolean) {
    pgInternals.readerOf(this).encoding = isOn ? "latin1" : "utf-8";
  }
}
