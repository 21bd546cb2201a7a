import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { buildSchema, findBreakingChanges, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { printTypes } from "../packages/engine/src/documents/printTypes.js";
import { describeNovadraw } from "../src/describeNovadraw.js";

const { schema } = await describeNovadraw();

describe("npm run schema", () => {
  it.each([
    ["docs/schema.svg, the picture of the entities", "scripts/draw-schema.mjs"],
    ["client/src/schemaTypes.ts, what the client kit knows of the schema", "scripts/emit-client.mjs"],
  ])("has written %s", (_file, script) => {
    const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });

    expect([status, stderr]).toEqual([0, ""]);
  });
});

describe("schema.graphql", () => {
  it("is what the service serves; npm run schema writes it", () => {
    expect(readFileSync("schema.graphql", "utf8")).toBe(printTypes(schema));
  });

  it("keeps the contract with clients", () => {
    const contract = buildSchema(readFileSync("test/contract.graphql", "utf8"));

    expect(findBreakingChanges(contract, buildSchema(readFileSync("schema.graphql", "utf8")))).toEqual([]);
  });

  it("describes every type, field, argument and enum value of our own", () => {
    const types = Object.values(schema.getTypeMap()).filter(
      ({ name }) => !name.startsWith("__") && !["Boolean", "Int", "String"].includes(name),
    );
    const undescribed = types.flatMap((type) => {
      const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
      const inputs = isInputObjectType(type) ? Object.values(type.getFields()) : [];
      const values = isEnumType(type) ? type.getValues() : [];
      const args = fields.flatMap((field) => field.args.map((one) => ({ ...one, name: `${field.name}(${one.name}:)` })));
      return [type, ...fields, ...inputs, ...values, ...args]
        .filter(({ name, description }) => !description && !["Query", "Mutation", "Subscription"].includes(name))
        .map(({ name }) => (name === type.name ? name : `${type.name}.${name}`));
    });

    expect(undescribed).toEqual([]);
  });
});
