import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLField, getNamedType, isLeafType, isObjectType } from "graphql";
import { schema } from "../../support/referenceReader.js";
import { TestApi } from "../../support/TestApi.js";
import { permissions } from "./permissions.js";
import { mutationArguments, type Owned, ownedRows, ROLES, tokensOf } from "./roles.js";

/** The way to an object of the type from a root, through the owner's rows; `%` is where its fields go. */
const WAYS: Record<string, (owned: Owned) => string> = {
  Consent: ({ user }) => `{ user(id: "${user}") { consents { % } } }`,
  Session: ({ user }) => `{ user(id: "${user}") { sessions { % } } }`,
  TutorialCategory: () => "{ tutorialCategories { % } }",
  AdminRead: ({ user }) => `{ adminReads(filter: { userId: "${user}" }) { nodes { % } } }`,
  PageInfo: ({ user }) => `{ user(id: "${user}") { drawings { pageInfo { % } } } }`,
  AuthPayload: (owned) => `mutation { signIn(${mutationArguments(owned).signIn}) { % } }`,
  DataExport: (owned) => `mutation { requestExport(${mutationArguments(owned).requestExport}) { % } }`,
  ErasureReceipt: (owned) => `mutation { eraseMe(${mutationArguments(owned).eraseMe}) { % } }`,
  ErasedRows: (owned) => `mutation { eraseMe(${mutationArguments(owned).eraseMe}) { counts { % } } }`,
  PictureUpload: (owned) => `mutation { createPicture(${mutationArguments(owned).createPicture}) { % } }`,
};

/** A row by its id; a page by a row that has it, or else by its query; an edge by its page. */
function wayTo(type: string, owned: Owned): string {
  const way = WAYS[type];
  if (way) return way(owned);
  if (type in owned.nodes) return `{ node(id: "${owned.nodes[type]}") { ... on ${type} { % } } }`;
  if (type.endsWith("Edge")) return wayTo(type.replace(/Edge$/, "Connection"), owned).replace("%", "edges { % }");
  const holders = fieldsOfSchema.filter(({ field }) => getNamedType(field.type).name === type);
  const { type: holder, field } = ["User", "Drawing"].flatMap((name) => holders.find((one) => one.type === name) ?? [])[0] ??
    holders.find((one) => one.type === "Query") ?? { type: "nothing" };
  if (!field) throw new Error(`There is no way to a ${type}: add one to WAYS`);
  return holder === "Query" ? `{ ${field.name} { % } }` : wayTo(holder, owned).replace("%", `${field.name} { % }`);
}

interface Rows {
  readonly owned: Owned;
  readonly tokens: Awaited<ReturnType<typeof tokensOf>>;
}

/** A subscription is a query that is asked again: test/live says who may. */
const fieldsOfSchema = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) && !type.name.startsWith("__") && type.name !== "Subscription"
    ? Object.values(type.getFields()).map((field) => ({ type: type.name, field, name: `${type.name}.${field.name}` }))
    : [],
);

describe("the table of permissions", () => {
  let api: TestApi;
  /** The rows that all reads share. Each mutation that is not refused has rows of its own. */
  let read: Rows;
  const newRows = async (): Promise<Rows> => {
    const owned = await ownedRows(api);
    return { owned, tokens: await tokensOf(api, owned) };
  };
  beforeAll(async () => {
    api = await TestApi.open();
    read = await newRows();
  });
  afterAll(() => api.close());

  it("has a line for every field of the schema, and none that the schema lacks", () => {
    expect([...permissions.keys()].sort()).toEqual(fieldsOfSchema.map(({ name }) => name).sort());
  });

  it.each(fieldsOfSchema.map((entry) => [entry.name, entry] as const))("holds for %s", async (name, { type, field }) => {
    const outcomes: string[] = [];
    let rows: Rows | undefined = queryOf(type, field, read.owned).startsWith("{") ? read : undefined;

    for (const role of ROLES) {
      const { owned, tokens } = rows ?? (await newRows());
      const outcome = await outcomeOf(queryOf(type, field, owned), tokens[role]);
      outcomes.push(outcome);
      // What was refused has changed nothing.
      if (rows !== read) rows = isRefusal(outcome) ? { owned, tokens } : undefined;
    }

    expect(outcomes.join(" ")).toBe(permissions.get(name));
  });

  async function outcomeOf(query: string, token: string | undefined): Promise<string> {
    const { errors, data } = await api.ask(query, { token });
    return errors[0]?.extensions.code ?? describeValue(Object.values(data)[0], "");
  }
});

const isRefusal = (outcome: string) => /^[A-Z_]+$/.test(outcome);

function queryOf(type: string, field: GraphQLField<unknown, unknown>, owned: Owned): string {
  const given = type === "Mutation" ? mutationArguments(owned)[field.name] : idFor(field, owned);
  const asked = `${field.name}${given && ["Query", "Mutation"].includes(type) ? `(${given})` : ""} ${under(field)}`;
  if (type === "Query") return `{ ${asked} }`;
  if (type === "Mutation") return `mutation { ${asked} }`;
  return wayTo(type, owned).replace("%", asked);
}

/** A query of one row asks for the owner's. */
function idFor({ args, type, name }: GraphQLField<unknown, unknown>, { nodes, drawing }: Owned): string | undefined {
  const id = name === "node" ? drawing : nodes[getNamedType(type).name];
  return args.some((one) => one.name === "id") ? `id: "${id}"` : undefined;
}

/** The smallest selection that shows whether something is there. */
function under({ type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  if (named.name.endsWith("Connection")) return "{ nodes { id } }";
  if (named.name.endsWith("Edge")) return "{ cursor }";
  if (named.name === "PageInfo") return "{ hasNextPage }";
  if (named.name === "AuthPayload") return "{ user { id } }";
  if (named.name === "DataExport" || named.name === "PictureUpload") return "{ url }";
  if (named.name === "ErasedRows") return "{ table }";
  return named.name === "TutorialCategory" ? "{ name }" : "{ id }";
}

/** A list without entries is empty at any depth; a null on the way there is null; a leaf is ok, whatever it holds. */
function describeValue(value: unknown, path: string): string {
  if (value === null && path.split("/").length <= 2) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "empty" : describeValue(value[0], `${path}/0`);
  if (typeof value !== "object" || value === null) return "ok";
  const [inner] = Object.entries(value);
  return inner ? describeValue(inner[1], `${path}/${inner[0]}/deep`) : "null";
}
