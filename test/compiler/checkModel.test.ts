import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildSchema } from "graphql";
import { access } from "../../src/access.js";
import { checkModel } from "../../src/compiler/checkModel.js";
import { describeModel } from "../../src/compiler/Model.js";
import { composeSchema } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";

describe("checkModel", () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openDatabase();
  });
  afterAll(() => opened.close());

  it("finds nothing amiss with the service's own schema", () => {
    const { entityMetadatas } = opened.database;
    const { schema } = composeSchema({ config: readConfig({}), database: opened.database });

    expect(() => checkModel(describeModel(schema, entityMetadatas, access))).not.toThrow();
  });

  it("names every field, filter and order that the compiler could not read", () => {
    const schema = buildSchema(`
      type Query { stories(filter: F, orderBy: O): StoryConnection! limits: RateLimitConnection! }
      type Story { id: ID! mood: String! }
      type StoryConnection { edges: [Int!]! nodes: [Story!]! pageInfo: Int! }
      type RateLimit { id: ID! }
      type RateLimitConnection { edges: [Int!]! nodes: [RateLimit!]! pageInfo: Int! }
      input F { weather: String }
      input O { field: By! = MOOD }
      enum By { MOOD }
    `);

    const check = () => checkModel(describeModel(schema, opened.database.entityMetadatas, access));

    expect(check).toThrow(/filter weather.*order MOOD.*RateLimit has no table or no access rule.*Story\.mood/s);
  });
});
