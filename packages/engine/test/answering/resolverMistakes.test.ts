import { describe, expect, it } from "@jest/globals";
import { buildSchema, type OperationDefinitionNode, parse } from "graphql";
import { completeValue } from "../../src/answering/completeValue.js";
import { Queries } from "../../src/answering/Queries.js";
import { Reader } from "../../src/answering/Reader.js";
import { Compiler } from "../../src/compiler/Compiler.js";
import { describeModel } from "../../src/compiler/Model.js";
import { Operation } from "../../src/compiler/Operation.js";
import { readRow } from "../../src/compiler/Read.js";

const schema = buildSchema(`
  type Query { authors: [String!]! }
  type Mutation { paint: Receipt! names: [ID!]! maybe: Receipt }
  type Receipt { id: ID! tags: [String!]! parts: [Part!]! note: String }
  type Part { table: String! rows: Int! }
`);
const model = describeModel(schema, [], { viewer: () => "", rules: new Map() });

function bind(text: string) {
  const document = parse(text);
  const operation = new Operation(model, document, document.definitions[0] as OperationDefinitionNode);
  return { operation, roots: operation.bind({}).roots };
}

describe("a query's resolver", () => {
  it("that returns rows instead of a Read fails with its name, and nothing of the rows reaches SQL", async () => {
    const compiler = new Compiler(model, 1_000_000);
    const statements: string[] = [];
    const run = async ({ text }: { readonly text: string }) => {
      statements.push(text);
      return [];
    };
    const reader = new Reader(compiler, { read: run, write: run }, () => undefined, {
      onUseDue: async () => undefined,
      onAdminRead: async () => undefined,
      onToken: () => undefined,
    });
    const { authors } = schema.getQueryType()?.getFields() ?? {};
    if (authors) authors.resolve = () => ["'; DROP TABLE users"];
    const { operation, roots } = bind("{ authors }");
    const context = { credentials: { kind: "none" } } as never;

    const { failures } = await new Queries(schema, reader).answer({ operation, variables: {}, context }, roots);

    expect(String(failures[0]?.error)).toMatch(
      /^ResolverMistake: The resolver of Query\.authors returned no Read\. Return readRow\(\)/,
    );
    expect(statements).toEqual([]);
  });
});

describe("what a mutation's resolver returns", () => {
  const complete = async (text: string, value: unknown) => {
    const [field] = bind(text).roots;
    if (!field) throw new Error("no field");
    return completeValue(field, value, async (_field, read) => `"read ${read.kind}"`);
  };

  it("is answered as its type says: lists as lists, objects in lists, null where null may be", async () => {
    const receipt = { id: "7", tags: ["a", 'b"'], parts: [{ table: "users", rows: 1 }], note: null };

    expect(await complete("mutation { names }", ["a", "b"])).toBe('["a","b"]');
    expect(await complete("mutation { maybe { id } }", null)).toBe("null");
    expect(await complete("mutation { paint { key: id tags parts { rows } note __typename } }", receipt)).toBe(
      '{"key":"7","tags":["a","b\\""],"parts":[{"rows":1}],"note":null,"__typename":"Receipt"}',
    );
    expect(await complete("mutation { paint { id } }", readRow({ id: "7" }))).toBe('"read row"');
  });

  it.each([
    ["null where the type forbids it", "mutation { paint { id } }", null, "Mutation.paint returned null for Receipt!"],
    ["null within a payload", "mutation { paint { id } }", { id: null }, "Receipt.id returned null for ID!"],
    ["null within a list", "mutation { names }", ["a", null], "Mutation.names returned null for ID!"],
    ["a value for a list", "mutation { names }", "a", "Mutation.names returned no list for [ID!]"],
    ["a list for an object", "mutation { paint { id } }", [], "Mutation.paint returned what Receipt cannot hold"],
  ])("fails with the resolver's name when it is %s", async (_what, text, value, message) => {
    await expect(complete(text, value)).rejects.toThrow(message);
  });
});
