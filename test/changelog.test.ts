import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from "graphql";

const [, unreleased = ""] = /^## Unreleased\n([\s\S]*?)(?=^## )/m.exec(readFileSync("CHANGELOG.md", "utf8")) ?? [];

/** Everything that a client can name, with what it has to know of it: descriptions are not among that. */
function signaturesOf(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const signatures = new Map<string, string>();
  for (const type of Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"))) {
    signatures.set(type.name, type.constructor.name);
    if (isObjectType(type) || isInterfaceType(type))
      for (const { name, args, type: answer, deprecationReason } of Object.values(type.getFields())) {
        signatures.set(`${type.name}.${name}`, `${answer} ${deprecationReason ?? ""}`);
        for (const one of args) signatures.set(`${type.name}.${name}(${one.name}:)`, `${one.type} ${one.defaultValue}`);
      }
    if (isInputObjectType(type))
      for (const { name, type: value, defaultValue, deprecationReason } of Object.values(type.getFields()))
        signatures.set(`${type.name}.${name}`, `${value} ${defaultValue} ${deprecationReason ?? ""}`);
    if (isEnumType(type))
      for (const { name, deprecationReason } of type.getValues())
        signatures.set(`${type.name}.${name}`, deprecationReason ?? "");
    if (isUnionType(type)) signatures.set(`${type.name} =`, type.getTypes().join(" | "));
  }
  return signatures;
}

const schemaOf = (file: string) => buildSchema(readFileSync(file, "utf8"));

describe("CHANGELOG.md", () => {
  it("names every change of the schema since the last release; a whole new type and `Type.*` name all that they hold", () => {
    const [before, now] = [signaturesOf(schemaOf("test/released.graphql")), signaturesOf(schemaOf("schema.graphql"))];

    const changed = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
    const isNew = (type: string) => !before.has(type) && now.has(type);
    const unnamed = changed.filter((name) => {
      const [type = "", field = ""] = name.replace(/\(.*$/, "").split(".");
      const names = [name, `${type}.${field}`, `${type}.*`, ...(isNew(type) ? [type] : [])];
      return !names.some((one) => unreleased.includes(`\`${one}\``));
    });

    expect(unnamed).toEqual([]);
  });
});
