import { randomUUID } from "node:crypto";
import fc, { type GeneratorValue } from "fast-check";
import { astFromValue, type GraphQLInputType, type GraphQLObjectType, isEnumType, isNonNullType, print } from "graphql";
import { inputValue } from "./inputValue.js";
import type { QueryWriter } from "./randomQuery.js";
import { schema, type Tables } from "./referenceReader.js";

const mutations = Object.values((schema.getMutationType() as GraphQLObjectType).getFields());
const NOBODY = "00000000-0000-4000-8000-000000000000";
const URLS = ["https://images.example.org/a.png", "https://images.example.org/b.png?c=d#e"];
const DATES = ["2017-04-30", "2015-12-01"];

/** Writes a random mutation with random arguments that the schema allows, now and then of rows that exist. */
export function randomMutation(g: GeneratorValue, tables: Tables, writer: QueryWriter): string {
  const pick = <Value>(values: readonly Value[]): Value => values[g(fc.nat, { max: values.length - 1 })] as Value;
  const field = pick(mutations);
  const rows = Object.values(tables).flat();
  const leaf = (type: GraphQLInputType, path: string): unknown => {
    if (isEnumType(type)) return pick(type.getValues()).value;
    switch (String(type)) {
      case "ID":
        return path === "input.id" ? randomUUID() : rows.length > 0 ? pick(rows).id : NOBODY;
      case "Boolean":
        return pick([true, false]);
      case "Int":
        return pick([0, 1, 2, 3, 1000, -1]);
      case "URL":
        return pick(URLS);
      case "Date":
        return pick(DATES);
      case "DateTime":
        return pick(DATES.map((date) => `${date}T00:00:00.000001Z`));
      default:
        return path.endsWith("email") ? `${g(fc.nat)}@example.org` : g(fc.string, { unit: "grapheme", maxLength: 80 });
    }
  };
  const choice = { leaf, includes: (_path: string) => g(fc.boolean) };
  const given = field.args
    .filter(({ type, name }) => isNonNullType(type) || choice.includes(name))
    .map(({ name, type }) => `${name}: ${print(astFromValue(inputValue(type, name, choice), type) as never)}`);
  return writer.writeMutation(field, given.length > 0 ? `(${given.join(", ")})` : "");
}
