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

/** On the embedded database, which is slow, to depth 3 and in one way; on a server, where CI runs all tests again, to depth 4 and in both. */
const DEPTH = TEST_DATABASE_URL ? 4 : 3;
const JOINING = TEST_DATABASE_URL ? ["auto", "always"] : ["auto"];
const LEAST_PATHS = DEPTH === 4 ? 2500 : 600;
/** An object a tree, since a stream may cost less than a query. Each is a stream for each role and child: a connection of one address. */
const LIVE_SHAPE = { depth: 2, most: 1 };
/** Streams are asked again when their viewer writes. */
const LIVE = { LIVE_STREAMS: "100000", LIVE_STREAMS_PER_VIEWER: "9999", LIVE_INTERVAL_MS: "60000" };
/** How many objects one document asks for. */
const MOST = 100;
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
describe.each(JOINING)(`every path through the schema to depth ${DEPTH}, with reads joined %s`, (join) => {
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
    const trees = treesFrom(query, { depth: DEPTH, most: MOST });

    const { seen, faults, own } = await crawl(trees);

    expect(faults).toEqual([]);
    expect(trees.reduce((sum, { objects }) => sum + objects, 0)).toBeGreaterThan(LEAST_PATHS);
    for (const role of ROLES) expect([role, [...seen[role]].sort()]).toEqual([role, own[role]]);
  });

  it("shows nobody a private value of another user by a search", async () => {
    const { seen, faults, own } = await crawl(
      treesFrom(query, { depth: DEPTH, most: MOST, search: "canary-of" }).filter(({ text }) => text.includes("search:")),
    );

    expect(faults).toEqual([]);
    for (const role of ["anonymous", "owner", "other"] as const) expect([role, [...seen[role]]]).toEqual([role, own[role]]);
  });

  it("shows none through live either, at first and when it has changed", async () => {
    const [tokens, own] = [tokensOf(children), canariesOf(children)];
    const url = await listen(api);
    const streams: { readonly role: Role; readonly text: string; readonly client: LiveClient }[] = [];
    for (const { text } of treesFrom(query, LIVE_SHAPE))
      await Promise.all(
        asksOf(text).map(async ({ role, variables, document }) => {
          const client = await LiveClient.query(url, document, { token: tokens[role], variables });
          streams.push({ role, text, client: await client.until(({ texts }) => texts.length > 0) });
        }),
      );

    await api.opened.database.query("UPDATE stories SET title = title || ' again'");
    await api.opened.database.query("UPDATE users SET name = name || ' again'");
    for (const token of [tokens.owner, tokens.other, tokens.admin])
      await api.ask("mutation { updateMe(input: { birthdate: null }) { id } }", { token });
    const shown = streams.filter(({ role, text }) => role !== "anonymous" && /^stories .* title /.test(text));
    for (const { client } of shown) await client.until(({ received }) => received.includes(" again"));
    for (const { client } of streams) client.close();

    const faults = streams.flatMap(({ role, text, client }) => {
      const foreign = canariesIn(client.received).filter((one) => !own[role].includes(one));
      return foreign.length > 0 || client.codes.includes("INTERNAL_SERVER_ERROR")
        ? [`${role} reads ${foreign} by ${text}`]
        : [];
    });
    expect(faults).toEqual([]);
    expect(shown.length).toBeGreaterThan(0);
    expect(streams.filter(({ client }) => client.texts.length > 1).length).toBeGreaterThan(shown.length);
  });

  const canariesIn = (text: string) => children.map(({ canary }) => canary).filter((canary) => text.includes(canary));

  /** How each role asks for a tree: where it names ids, for those of each child. */
  function asksOf(text: string) {
    const name = NAMED.find((one) => text.includes(`$${one})`));
    const document = name ? `query ($${name}: ID!) { ${text} }` : `{ ${text} }`;
    return ROLES.flatMap((role) =>
      (name ? children : children.slice(0, 1)).map(({ ids }) => ({
        role,
        document,
        variables: name && { [name]: ids[name] },
      })),
    );
  }

  async function crawl(trees: readonly Tree[]) {
    const [tokens, own] = [tokensOf(children), canariesOf(children)];
    const seen = { anonymous: new Set<string>(), owner: new Set<string>(), other: new Set<string>(), admin: new Set<string>() };
    const faults: string[] = [];

    for (const { text: tree } of trees)
      for (const { role, document, variables } of asksOf(tree)) {
        const { text } = await api.ask(document, { token: tokens[role], variables });
        const canaries = canariesIn(text);
        for (const canary of canaries) seen[role].add(canary);
        const foreign = canaries.filter((canary) => !own[role].includes(canary));
        if (foreign.length > 0) faults.push(`${role} reads ${foreign} at ${placesOf(foreign, JSON.parse(text))}`);
        if (/INTERNAL_SERVER_ERROR|GRAPHQL_/.test(text)) faults.push(`${role} asks in vain: ${text.slice(0, 300)} for ${tree}`);
      }

    return { seen, faults, own };
  }
});

/** Where in an answer these texts stand, as dotted paths. */
function placesOf(texts: readonly string[], value: unknown, path = ""): string[] {
  if (typeof value === "string") return texts.some((text) => value.includes(text)) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(texts, inner, `${path}.${key}`));
}

/** A field of the query with what is below it. */
interface Tree {
  readonly text: string;
  /** How many objects it asks for all leaves of. */
  readonly objects: number;
}

interface Shape {
  readonly depth: number;
  /** Where a tree asks for more objects, it becomes several. */
  readonly most: number;
  /** What each list that can be searched is searched for. */
  readonly search?: string;
}

/** Trees for each field and each type that it can be. Ids are variables, named by what they are of: user, tutorial, drawing and story. */
function treesFrom(type: GraphQLObjectType, shape: Shape): Tree[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (isObjectType(named)) return treesOf(field, named, field.name, shape);
    if (!isInterfaceType(named)) return [];
    const types = schema.getPossibleTypes(named);
    return types.flatMap((possible) => treesOf(field, possible, `${field.name}${possible.name}: ${field.name}`, shape));
  });
}

function treesOf(field: GraphQLField<unknown, unknown>, type: GraphQLObjectType, opening: string, shape: Shape): Tree[] {
  const id = NAMED.find((name) => name === type.name.toLowerCase()) ?? "drawing";
  const filter = shape.search !== undefined && isSearchable(field) ? `(filter: { search: "${shape.search}" })` : "";
  const given = field.args.some(({ name }) => name === "id") ? `(id: $${id})` : filter;
  const leaves = Object.values(type.getFields()).filter((inner) => isLeafType(getNamedType(inner.type)));
  // Edges and nodes lead to rows without being a level of their own.
  const depth = shape.depth - (/Connection$|Edge$/.test(type.name) ? 0 : 1);
  const own = leaves.length > 0 ? [{ text: leaves.map(({ name }) => name).join(" "), objects: 1 }] : [];
  const below = depth > 0 ? treesFrom(type, { ...shape, depth }) : [];
  return packed([...own, ...below], shape.most).map(({ text, objects }) => ({
    text: `${opening}${given} { ... on ${type.name} { ${text} } }`,
    objects,
  }));
}

/** Puts trees side by side, as many as may be. */
function packed(trees: readonly Tree[], most: number): Tree[] {
  const packs: Tree[] = [];
  for (const tree of trees) {
    const last = packs.at(-1);
    const sum = (last?.objects ?? 0) + tree.objects;
    if (last === undefined || sum > most) packs.push(tree);
    else packs.splice(-1, 1, { text: `${last.text} ${tree.text}`, objects: sum });
  }
  return packs;
}

function isSearchable({ args }: GraphQLField<unknown, unknown>): boolean {
  const filter = args.find(({ name }) => name === "filter");
  const type = filter && getNamedType(filter.type);
  return isInputObjectType(type) && "search" in type.getFields();
}
