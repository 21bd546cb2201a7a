import { describe, expect, it } from "@jest/globals";
import { Parser } from "pg-protocol/dist/parser.js";
import { pgInternals } from "../../src/database/pgInternals.js";

/** A new version of pg may have other names for what its types leave out. */
describe("what we use of pg beyond its types", () => {
  it("is there", () => {
    const connection = new pgInternals.Connection();
    const client = new pgInternals.Client();
    const methods = [
      connection.attachListeners,
      connection.connect,
      connection.requestSsl,
      connection.cancel,
      client.getStartupConf,
    ];

    expect(methods.map((method) => typeof method)).toEqual(Array(5).fill("function"));
    expect(connection).toMatchObject({ parsedStatements: {}, submittedNamedStatements: {} });
    expect(client).toMatchObject({ processID: null, secretKey: null });
    expect(pgInternals.prepareValue([1, null])).toBe('{"1",NULL}');
    expect(pgInternals.readerOf(new Parser()).encoding).toBe("utf-8");
  });
});
