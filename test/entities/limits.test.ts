import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLField, type GraphQLOutputType, getNamedType, isListType, isNonNullType, isObjectType } from "graphql";
import { describeNovadraw } from "../../src/describeNovadraw.js";
import { entities } from "../../src/entities/entities.js";
import { limits } from "../../src/entities/limits.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";
import { World } from "../support/World.js";

const { schema } = await describeNovadraw();
/** What PostgreSQL answers to a text that is too long: a check's violation, or its own of varchar(n). */
const TOO_LONG = ["23514", "22001"];

describe("the limits of the model", () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openDatabase();
    const world = new World(opened.database);
    const user = await world.user();
    await world.token(user);
    await world.tutorial({}, [{}]);
    await world.drawing(user);
    await world.story(user);
    await opened.database.query(
      "INSERT INTO consents (user_id, guardian, method, text_version) VALUES ($1, 'Her mother', 'PAPER', '1')",
      [user.id],
    );
  });
  afterAll(() => opened.close());

  const fieldsOf = (name: string): GraphQLField<unknown, unknown>[] => {
    const type = schema.getType(name);
    return isObjectType(type) ? Object.values(type.getFields()) : [];
  };
  const boundOf = (entity: string, { name, type, extensions }: GraphQLField<unknown, unknown>) => {
    const own = opened.database.entityMetadatas.find((one) => one.name === entity)?.findColumnWithPropertyName(name)?.length;
    return extensions.maxLength ?? (Number(own) || undefined) ?? getNamedType(type).extensions.maxLength;
  };
  const refusalOf = (sql: string) =>
    opened.database.query(sql).then(
      () => "taken",
      ({ code }: { code: string }) => (TOO_LONG.includes(code) ? "refused" : code),
    );

  it("give each text of a row a longest length, and each list without pages a most of entries", () => {
    const rows = [...entities.map(({ name }) => name), "TutorialCategory"];
    const unbounded = rows.flatMap((row) =>
      fieldsOf(row).flatMap((field) => {
        const isText = ["String", "URL"].includes(getNamedType(field.type).name);
        const isUnbounded =
          (isText && boundOf(row, field) === undefined) || (isList(field.type) && field.extensions.maxEntries === undefined);
        return isUnbounded ? [`${row}.${field.name}`] : [];
      }),
    );

    expect(unbounded).toEqual([]);
    expect(rows.flatMap(fieldsOf).length).toBeGreaterThan(40);
    const { tutorialCategories } = schema.getQueryType()?.getFields() ?? {};
    expect(tutorialCategories?.extensions.maxEntries).toBe(limits.categories);
  });

  it("are kept by the database to the character, whatever the letters", async () => {
    const outcomes: string[] = [];
    for (const { name: entity, tableName, columns } of opened.database.entityMetadatas)
      for (const field of fieldsOf(entity)) {
        const column = columns.find(({ propertyName, isArray }) => propertyName === field.name && !isArray);
        const most = boundOf(entity, field);
        if (!column || typeof most !== "number" || !["String", "URL"].includes(getNamedType(field.type).name)) continue;
        const write = (length: number) => `UPDATE ${tableName} SET ${column.databaseName} = repeat('🦊', ${length})`;
        outcomes.push(`${entity}.${field.name} ${await refusalOf(write(most))} ${await refusalOf(write(most + 1))}`);
      }

    expect(outcomes.filter((outcome) => !outcome.endsWith(" taken refused"))).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(12);
  });

  it("are kept by the database for a list of texts: their number, and their length together", async () => {
    const write = (entries: number, length: number) =>
      refusalOf(`UPDATE drawings SET edited_images_urls = array_fill(repeat('ü', ${length})::varchar, ARRAY[${entries}])`);

    const { editedImages, url } = limits;
    expect([await write(editedImages, url), await write(editedImages + 1, 1), await write(editedImages, url + 1)]).toEqual([
      "taken",
      "refused",
      "refused",
    ]);
  });

  it("are kept by the database for the steps of a tutorial", async () => {
    expect(await refusalOf(`UPDATE tutorial_steps SET step_number = ${limits.steps}`)).toBe("taken");
    expect(await refusalOf(`UPDATE tutorial_steps SET step_number = ${limits.steps + 1}`)).toBe("refused");
  });
});

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);
