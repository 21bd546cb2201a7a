import { describe, expect, it } from "@jest/globals";
import { buildSchema, type GraphQLInputObjectType, type GraphQLObjectType } from "graphql";
import { EntitySchema } from "typeorm";
import type { AccessPolicy, AccessRule } from "../../packages/engine/src/compiler/AccessPolicy.js";
import { checkModel } from "../../packages/engine/src/compiler/checkModel.js";
import { describeModel } from "../../packages/engine/src/compiler/Model.js";
import type { Ranges } from "../../packages/engine/src/compiler/rangesOf.js";
import { DescribedDataSource } from "../../packages/engine/src/database/makeDataSource.js";
import { access } from "../../src/access.js";
import { describeNovadraw } from "../../src/describeNovadraw.js";

class Picture {
  id: string;
}
class Painter {
  id: string;
}

const PAGES = "edges: [Int!]! nodes: [Picture!]! pageInfo: Int!";

/** A world of two tables: pictures, which belong to painters, and which painters like, many to many. */
async function check(schemaText: string, declare: (schema: Declared) => void = () => undefined, rules = RULES) {
  const schema = buildSchema(schemaText);
  declare({
    computed: (type, field, sql, ranges) => {
      const found = (schema.getType(type) as GraphQLObjectType).getFields()[field];
      if (found) found.extensions = { sql, ranges };
    },
    filter: (type, field, operator, property, texts) => {
      const found = (schema.getType(type) as GraphQLInputObjectType).getFields()[field];
      if (found) found.extensions = { comparison: { operator, property, texts } };
    },
  });
  const database = new DescribedDataSource({ type: "postgres", entities: [pictures, painters] });
  await database.describe();
  return checkModel(describeModel(schema, database.entityMetadatas, { viewer: access.viewer, rules }));
}

interface Declared {
  readonly computed: (type: string, field: string, sql: () => string, ranges?: Ranges) => void;
  readonly filter: (type: string, field: string, operator: string, property: string, texts?: readonly string[]) => void;
}

const RULES: AccessPolicy["rules"] = new Map<typeof Picture, AccessRule>([
  [Picture, { ownedBy: "painterId" }],
  [Painter, { readableBy: "everyone" }],
]);

const pictures = new EntitySchema<Picture>({
  name: "Picture",
  target: Picture,
  columns: { id: { type: "uuid", primary: true }, title: { type: "varchar" }, painterId: { type: "uuid" } } as never,
  relations: { painter: { type: "many-to-one", target: "Painter", joinColumn: { name: "painterId" } } } as never,
  indices: [{ columns: ["painterId", "id"] }],
});
const painters = new EntitySchema<Painter>({
  name: "Painter",
  target: Painter,
  columns: { id: { type: "uuid", primary: true } },
  relations: { likes: { type: "many-to-many", target: "Picture", joinTable: true } } as never,
});

describe("checkModel", () => {
  it("finds nothing amiss with the service's own schema and access rules", async () => {
    const { mistakes } = await describeNovadraw();

    expect(mistakes).toEqual([]);
  });

  it("names a field that nothing covers", async () => {
    expect(await check("type Query { p: Picture } type Picture { id: ID! mood: String! }")).toEqual([
      "Picture.mood: Picture has no column, readable relation or SQL of that name.",
    ]);
  });

  it("names a property that is missing and a column of the viewer, when the SQL of a computed field asks for them", async () => {
    const mistakes = await check("type Query { p: Picture } type Picture { loud: String! own: Boolean! }", (schema) => {
      schema.computed("Picture", "loud", () => "upper({heading})");
      schema.computed("Picture", "own", () => "{painterId} = {viewer.number}");
    });

    expect(mistakes).toEqual([
      "Picture.loud: its SQL names {heading}, which Picture lacks.",
      "Picture.own: its SQL names {viewer.number}, which the viewer's row lacks.",
    ]);
  });

  it("refuses an argument of a computed field that a client could write SQL with", async () => {
    const mistakes = await check("type Query { p: Picture } type Picture { loud(by: String): String! }", (schema) =>
      schema.computed("Picture", "loud", () => "upper({title})"),
    );

    expect(mistakes).toEqual([
      "Picture.loud: argument by would stand in the SQL text, so it has to be an enum or a Boolean, or an Int that is not null and has a range.",
    ]);
  });

  it("takes a whole number with a range as a parameter, and refuses one without, one that may be null, and one that nobody gives", async () => {
    const type = "type Picture { a(n: Int! = 1): String! b(n: Int! = 1): String! c(n: Int): String! d(n: Int! = 1): String! }";
    const mistakes = await check(`type Query { p: Picture } ${type}`, (schema) => {
      for (const name of ["a", "c"]) schema.computed("Picture", name, () => "left({title}, {given.n})", { n: [1, 9] });
      schema.computed("Picture", "b", () => "left({title}, {given.n})");
      schema.computed("Picture", "d", () => "left({title}, {given.m})", { n: [1, 9] });
    });

    const open =
      "argument n would stand in the SQL text, so it has to be an enum or a Boolean, or an Int that is not null and has a range.";
    expect(mistakes).toEqual([
      `Picture.b: ${open}`,
      `Picture.c: ${open}`,
      "Picture.d: its SQL names {given.m}, which is no argument with a range.",
    ]);
  });

  it("names a property that an access rule asks for and that is missing", async () => {
    const rules = new Map<typeof Picture, AccessRule>([[Picture, { ownedBy: "ownerId", only: "{hidden} = false" }]]);

    expect(await check("type Query { p: Picture } type Picture { id: ID! }", undefined, rules)).toEqual([
      "The access rule of Picture: its owner is ownerId, which it lacks.",
      "The access rule of Picture: its condition names {hidden}, which Picture lacks.",
    ]);
  });

  it("names a relation that no single column joins", async () => {
    expect(await check("type Query { p: Painter } type Painter { likes: [Picture!]! } type Picture { id: ID! }")).toMatchObject(
      [expect.stringMatching(/^Painter\.likes: the relation is not joined by one column: use @ManyToOne/)],
    );
  });

  it("names a filter that declares no comparison, one that compares nothing, and one that no index serves", async () => {
    const mistakes = await check(
      `type Query { pictures(filter: F, orderBy: O): PictureConnection! } type PictureConnection { ${PAGES} } type Picture { id: ID! }
       input F { weather: String mood: String title: String painterId: ID } input O { field: By! } enum By { id }`,
      (schema) => {
        schema.filter("F", "mood", "=", "mood");
        schema.filter("F", "title", "=", "title");
        schema.filter("F", "painterId", "=", "painterId");
      },
    );

    expect(mistakes).toEqual([
      "Query.pictures: filter weather declares no comparison: add @Filter.",
      "Query.pictures: filter mood compares mood, which Picture lacks.",
      "Query.pictures: filter title: no index of Picture begins with title.",
    ]);
  });

  it("names a search without texts, one in texts that are not there, and one whose letters no index has", async () => {
    const mistakes = await check(
      `type Query { pictures(filter: F, orderBy: O): PictureConnection! } type PictureConnection { ${PAGES} } type Picture { id: ID! }
       input F { any: String lost: String words: String letters: String } input O { field: By! } enum By { id }`,
      (schema) => {
        schema.filter("F", "any", "search", "title");
        schema.filter("F", "lost", "search", "title", ["heading"]);
        schema.filter("F", "words", "search", "title", ["title"]);
        schema.filter("F", "letters", "contains", "title", ["title"]);
      },
    );

    expect(mistakes).toEqual([
      "Query.pictures: filter any searches no texts: name properties of Picture.",
      "Query.pictures: filter lost searches heading: name properties of Picture.",
      "Query.pictures: filter letters: no index of the trigrams of Picture.title.",
    ]);
  });

  it("names an order that is no property, one that no index serves, and a connection without any", async () => {
    const mistakes = await check(
      `type Query { pictures(orderBy: O): PictureConnection! bare: PictureConnection! limits: LimitConnection! }
       type PictureConnection { ${PAGES} } type Picture { id: ID! } input O { field: By! } enum By { mood title }
       type Limit { id: ID! } type LimitConnection { edges: [Int!]! nodes: [Limit!]! pageInfo: Int! }`,
    );

    expect(mistakes).toEqual([
      "Query.pictures: order mood names mood, which Picture lacks.",
      "Query.pictures: order title: no index of Picture is on (title, id).",
      "Query.pictures: order title: no index of Picture is on (painterId, title, id).",
      "Query.bare: it has no order: take an argument orderBy, or have @Entity declare one column as its orderBy.",
      "Query.limits: Limit has no table or no access rule.",
    ]);
  });
});
