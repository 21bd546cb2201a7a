import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { TokenReason, UNAVAILABLE } from "../packages/engine/src/errors.js";
import { ErrorCode, FieldCode } from "../src/codes.js";

const page = readFileSync("docs/errors.md", "utf8");
/** Apollo's and graphql-js's own, which reach clients too. */
const OF_LIBRARIES = [
  "BAD_REQUEST",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
];

function codesUnder(heading: string): string[] {
  const section = page.slice(page.indexOf(`# ${heading}\n`)).split(/\n##+ /)[0] ?? "";
  return [...section.matchAll(/^\| `([A-Za-z_]+)` /gm)].map(([, code]) => code ?? "");
}

describe("docs/errors.md", () => {
  it("has a line for each code, and none that there is not", () => {
    expect(codesUnder("Codes").sort()).toEqual([...Object.values(ErrorCode), ...OF_LIBRARIES].sort());
  });

  it("has a line for each field code, and none that there is not", () => {
    expect(codesUnder("Field codes").sort()).toEqual(Object.values(FieldCode).sort());
  });

  it("has a line for each reason of UNAUTHENTICATED, and none that there is not", () => {
    expect(codesUnder("UNAUTHENTICATED").sort()).toEqual(Object.values(TokenReason).sort());
  });

  it("has a line for each reason of UNAVAILABLE, and none that there is not", () => {
    expect(codesUnder("UNAVAILABLE").sort()).toEqual(Object.keys(UNAVAILABLE).sort());
  });
});
