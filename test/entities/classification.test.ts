import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { buildSchema, getNamedType, isObjectType } from "graphql";
import { EntitySchema } from "typeorm";
import { DescribedDataSource } from "../../packages/engine/src/database/makeDataSource.js";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { readConfig } from "../../src/config.js";
import { createDataSource } from "../../src/createDataSource.js";
import { accountTables } from "../../src/entities/accountTables.js";
import { checkClassification } from "../../src/entities/checkClassification.js";
import { classificationOf } from "../../src/entities/classification.js";
import { privacyTable } from "../../src/entities/privacyTable.js";

class Diary {
  id: string;
  secret: string;
}
const diaries = new EntitySchema<Diary>({
  name: "Diary",
  target: Diary,
  tableName: "diaries",
  columns: { id: { type: "uuid", primary: true }, secret: { type: "varchar" } },
});

const ours = async () => {
  const database = createDataSource(readConfig({}).database, quietLog);
  await database.describe();
  return database.entityMetadatas;
};

describe("the classes of columns", () => {
  it("are declared for every column of every table", async () => {
    expect(checkClassification(await ours())).toEqual([]);
  });

  it("are asked for by name, with the period of the table, where one is missing", async () => {
    const database = new DescribedDataSource({ type: "postgres", entities: [diaries] });
    await database.describe();

    expect(checkClassification(database.entityMetadatas)).toEqual([
      "Diary does not say how long its rows are kept. Add @RetainedFor above the class.",
      "Diary.id does not say what it holds. Add @Personal, @Content, @Technical or @Public above it.",
      "Diary.secret does not say what it holds. Add @Personal, @Content, @Technical or @Public above it.",
    ]);
  });

  it("say of each address of a picture that an account's rows show whether a receipt names it", async () => {
    const metadatas = await ours();
    const tables = accountTables(metadatas);
    const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
    const silent = metadatas.flatMap(({ name, target, tableName, columns }) => {
      const type = schema.getType(name);
      if (!tables.some(({ table }) => table === tableName) || !isObjectType(type)) return [];
      const fields = type.getFields();
      return columns
        .map(({ propertyName }) => propertyName)
        .filter((property) => fields[property] && getNamedType(fields[property].type).name === "URL")
        .filter((property) => classificationOf(target, property)?.picture === undefined)
        .map((property) => `${name}.${property}`);
    });

    expect(tables.flatMap(({ table, pictures }) => pictures.map(({ column }) => `${table}.${column}`))).toEqual([
      "drawings.uploaded_image_url",
      "drawings.edited_images_urls",
      "stories.image_url",
    ]);
    expect(silent).toEqual([]);
  });

  it("are the table of docs/privacy.md; npm run schema writes it", async () => {
    expect(readFileSync("docs/privacy.md", "utf8")).toContain(`\n${privacyTable(await ours())}\n`);
  });
});
