// Writes what the client kit knows of the schema to client/src/schemaTypes.ts. With --check it writes nothing, and ends with 1 where the
// file is not of this schema.
import { readFileSync, writeFileSync } from "node:fs";
import { buildSchema, isAbstractType, isObjectType } from "graphql";

const FILE = "client/src/schemaTypes.ts";
const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
const objects = types.filter(isObjectType);
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];

const namesOf = (list) => list.map(({ name }) => name).sort();
const possible = types.filter(isAbstractType).map((type) => [type.name, namesOf(schema.getPossibleTypes(type))]);
const lists = objects
  .map((type) => [
    type.name,
    namesOf(Object.values(type.getFields()).filter((field) => /Connection!?$/.test(String(field.type)))),
  ])
  .filter(([, fields]) => fields.length > 0);
const withoutId = objects.filter(
  (type) => !("id" in type.getFields()) && !roots.includes(type) && !/(Connection|Edge)$/.test(type.name),
);

const entriesOf = (entries) => entries.map(([name, list]) => `  ${name}: ${JSON.stringify(list)},\n`).join("");
const text = `// Written by \`npm run schema\` from schema.graphql.

/** Which types stand behind each interface, for clients that match fragments. */
export const possibleTypes = {
${entriesOf(possible)}};

/** The fields that answer lists in pages, by the type that has them. */
export const connectionFields = {
${entriesOf(lists)}} as const;

/** The types that no id names. */
export const typesWithoutId = ${JSON.stringify(namesOf(withoutId))};
`.replaceAll('","', '", "');

if (!process.argv.includes("--check")) writeFileSync(FILE, text);
else if (readFileSync(FILE, "utf8") !== text) {
  console.error(`${FILE} is not of this schema. Run: npm run schema`);
  process.exit(1);
}
