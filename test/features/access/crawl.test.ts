import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from "graphql";
import { Role as UserRole } from "../../../src/entities/Role.js";
import { LiveClient, listen } from "../../support/LiveClient.js";
import { schema } from "../../support/referenceReader.js";
import { TestApi } from "../../support/TestApi.js";
import { TEST_DATABASE_URL } from "../../support/template.js";
import { ROLES, type Role } from "./roles.js";

/** On the embedded database, which is slow, to depth 3; on a server, where CI runs all tests again, to depth 4. */
const DEPTH = TEST_DATABASE_URL ? 4 : 3;
const LEAST_PATHS = DEPTH === 4 ? 1000 : 100;
/** A path by itself is a stream for each role and child, and each stream is a connection of one address. */
const LIVE_DEPTH = 2;
/** Streams are asked again when their viewer writes. */
const LIVE = { LIVE_STREAMS: "100000", LIVE_STREAMS_PER_VIEWER: "9999", LIVE_INTERVAL_MS: "60000" };
/** How many paths one request asks for. */
const AT_ONCE = 10;
const query = schema.getQueryType() as GraphQLObjectType;

/** What the paths name by its id. */
const NAMED = ["user", "tutorial", "drawing", "story"] as const;

interface Child {
  readonly canary: string;
  readonly token: string;
  readonly ids: Readonly<Record<(typeof NAMED)[number], string>>;
}

/**
 * No path leads to another user's private values: docs/guarantees.md#a2. Each private value of a child's rows holds a text that
 * only this child has, the canary.
 */
describe.each(["auto", "always"])(`every path through the schema to depth ${DEPTH}, with reads joined %s`, (join) => {
  let api: TestApi;
  let children: Child[];
  let admin: string;
  const tokensOf = ([anna, ben]: readonly Child[]) => ({ anonymous: undefined, owner: anna?.token, other: ben?.token, admin });
  const canariesOf = ([anna, ben]: readonly Child[]): Record<Role, readonly string[]> => ({
    anonymous: [],
    owner: [anna?.canary ?? ""],
    other: [ben?.canary ?? ""],
    admin: [anna?.canary ?? "", ben?.canary ?? ""],
  });
  beforeAll(async () => {
    api = await TestApi.open({ ...LIVE, JOIN_READS: join });
    const { world } = api;
    const tutorial = await world.tutorial({ subject: "public" }, [{}]);
    const child = async (canary: string): Promise<Child> => {
      const url = (name: string) => `https://images.example.org/${canary}/${name}.png`;
      const user = await world.user({ email: `${canary}@example.org`, name: canary });
      const token = await world.token(user);
      await api.opened.database.query("UPDATE sessions SET user_agent = $2 WHERE user_id = $1", [user.id, canary]);
      const drawing = await world.drawing(user, {
        tutorialId: tutorial.id,
        uploadedImageUrl: url("uploaded"),
        editedImagesUrls: [url("edited")],
      });
      const story = await world.story(user, {
        drawingId: drawing.id,
        title: canary,
        storyTextEn: canary,
        storyTextDe: canary,
        imageUrl: url("story"),
      });
      return { canary, token, ids: { user: user.id, tutorial: tutorial.id, drawing: drawing.id, story: story.id } };
    };
    children = [await child("canary-of-anna"), await child("canary-of-ben")];
    admin = await world.token(await world.user({ role: UserRole.ADMIN }));
  });
  afterAll(() => api.close());

  it("shows no role a private value of another user", async () => {
    const all = pathsFrom(query, DEPTH);

    const { seen, faults, own } = await crawl(all);

    expect(faults).toEqual([]);
    expect(all.length).toBeGreaterThan(LEAST_PATHS);
    for (const role of ROLES) expect([role, [...seen[role]].sort()]).toEqual([role, own[role]]);
  });

  it("shows nobody a private value of another user by a search", async () => {
    const { seen, faults, own } = await crawl(pathsFrom(query, DEPTH, "canary-of").filter((path) => path.includes("search:")));

    expect(faults).toEqual([]);
    for (const role of ["anonymous", "owner", "other"] as const) expect([role, [...seen[role]]]).toEqual([role, own[role]]);
  });

  it("shows none through live either, at first and when it has changed", async () => {
    const [tokens, own] = [tokensOf(children), canariesOf(children)];
    const url = await listen(api);
    const streams: { readonly role: Role; readonly path: string; readonly client: LiveClient }[] = [];
    for (const path of pathsFrom(query, LIVE_DEPTH)) {
      const name = NAMED.find((one) => path.includes(`$${one})`));
      const asks = ROLES.flatMap((role) => (name ? children : children.slice(0, 1)).map(({ ids }) => ({ role, ids })));
      const opened = asks.map(async ({ role, ids }) => {
        const variables = name && { [name]: ids[name] };
        const asked = name ? `query ($${name}: ID!) { ${path} }` : `{ ${path} }`;
        const client = await LiveClient.query(url, asked, { token: tokens[role], variables });
        streams.push({ role, path, client: await client.until(({ texts }) => texts.length > 0) });
      });
      await Promise.all(opened);
    }

    await api.opened.database.query("UPDATE stories SET title = title || ' again'");
    await api.opened.database.query("UPDATE users SET name = name || ' again'");
    for (const token of [tokens.owner, tokens.other, tokens.admin])
      await api.ask("mutation { updateMe(input: { birthdate: null }) { id } }", { token });
    const shown = streams.filter(({ role, path }) => role !== "anonymous" && path.startsWith("stories { nodes { id"));
    for (const { client } of shown) await client.until(({ received }) => received.includes(" again"));
    for (const { client } of streams) client.close();

    const faults = streams.flatMap(({ role, path, client }) => {
      const foreign = children
        .map(({ canary }) => canary)
        .filter((one) => client.received.includes(one) && !own[role].includes(one));
      return foreign.length > 0 || client.codes.includes("INTERNAL_SERVER_ERROR")
        ? [`${role} reads ${foreign} by ${path}`]
        : [];
    });
    expect(faults).toEqual([]);
    expect(shown.length).toBeGreaterThan(0);
    expect(streams.filter(({ client }) => client.texts.length > 1).length).toBeGreaterThan(shown.length);
  });

  async function crawl(all: readonly string[]) {
    const [tokens, own] = [tokensOf(children), canariesOf(children)];
    const seen = { anonymous: new Set<string>(), owner: new Set<string>(), other: new Set<string>(), admin: new Set<string>() };
    const faults: string[] = [];

    for (let start = 0; start < all.length; start += AT_ONCE) {
      const some = all.slice(start, start + AT_ONCE);
      const fields = some.map((path, index) => `p${index}: ${path}`).join(" ");
      const names = NAMED.filter((name) => fields.includes(`$${name})`));
      const declared = names.length > 0 ? `query (${names.map((name) => `$${name}: ID!`).join(" ")}) ` : "";
      for (const [role, { ids }] of ROLES.flatMap((role) => children.map((child) => [role, child] as const))) {
        const variables = Object.fromEntries(names.map((name) => [name, ids[name]]));
        const { text } = await api.ask(`${declared}{ ${fields} }`, { token: tokens[role], variables });
        const canaries = children.map(({ canary }) => canary).filter((canary) => text.includes(canary));
        for (const canary of canaries) seen[role].add(canary);
        const foreign = canaries.filter((canary) => !own[role].includes(canary));
        if (foreign.length > 0) faults.push(`${role} reads ${foreign} by one of ${some.join(", ")}`);
        if (/INTERNAL_SERVER_ERROR|GRAPHQL_/.test(text)) faults.push(`${role} asks in vain for ${some.join(", ")}`);
      }
    }

    return { seen, faults, own };
  }
});

/**
 * Each path asks for all leaves of the object at its end. Ids are variables, named by what they are of: user, tutorial, drawing and story.
 * @param search what each list that can be searched is searched for.
 */
function pathsFrom(type: GraphQLObjectType, depth: number, search?: string): string[] {
  return Object.values(type.getFields()).flatMap((field) => pathsThrough(field, depth, search));
}

function pathsThrough(field: GraphQLField<unknown, unknown>, depth: number, search?: string): string[] {
  const named = getNamedType(field.type);
  if (isLeafType(named)) return [];
  const type = isObjectType(named) ? [named] : isInterfaceType(named) ? [...schema.getPossibleTypes(named)] : [];
  const needsId = field.args.some(({ name }) => name === "id");
  return type.flatMap((possible) => {
    const id = NAMED.find((name) => name === possible.name.toLowerCase()) ?? "drawing";
    const filter = search !== undefined && isSearchable(field) ? `(filter: { search: "${search}" })` : "";
    const given = needsId ? `(id: $${id})` : filter;
    const open = `${field.name}${given} { ${isObjectType(named) ? "" : `... on ${possible.name} { `}`;
    const close = isObjectType(named) ? "}" : "} }";
    const leaves = Object.values(possible.getFields()).filter((inner) => isLeafType(getNamedType(inner.type)));
    const here = leaves.length > 0 ? [`${open}${leaves.map(({ name }) => name).join(" ")} ${close}`] : [];
    // Edges and nodes lead to rows without being a level of their own.
    const cost = /Connection$|Edge$/.test(possible.name) ? 0 : 1;
    const deeper = depth - cost > 0 ? pathsFrom(possible, depth - cost, search) : [];
    return [...here, ...deeper.map((path) => `${open}${path} ${close}`)];
  });
}

function isSearchable({ args }: GraphQLField<unknown, unknown>): boolean {
  const filter = args.find(({ name }) => name === "filter");
  const type = filter && getNamedType(filter.type);
  return isInputObjectType(type) && "search" in type.getFields();
}
