import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from "graphql";
import { comparisonOf } from "./filters.js";
import { columnOf, connectionNode, coverageOf, type Entity, type Model } from "./Model.js";

/**
 * Finds every field, filter and order of the schema that the compiler could not read.
 * @throws Error that lists them: each is a programmer's mistake, so it is found before the first client.
 */
export function checkModel(model: Model): void {
  const gaps = Object.values(model.schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith("__"))
    .flatMap((type) => Object.values(type.getFields()).flatMap((field) => gapsOf(model, type, field)));
  if (gaps.length > 0) throw new Error(`The compiler cannot read these parts of the schema:\n${gaps.join("\n")}`);
}

function gapsOf(model: Model, type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string[] {
  const place = `${type.name}.${field.name}`;
  const entity = model.entities.get(type.name);
  const uncovered = entity && !coverageOf(model, entity, field) ? [`${place}: no column, relation or SQL of that name`] : [];
  const node = connectionNode(field.type);
  if (node === undefined) return uncovered;
  const rows = model.entities.get(node);
  if (!rows) return [...uncovered, `${place}: ${node} has no table or no access rule`];
  const { filter, orderBy } = Object.fromEntries(field.args.map((argument) => [argument.name, argument.type]));
  return [
    ...uncovered,
    ...filterGaps(rows, filter).map((gap) => `${place}: ${gap}`),
    ...orderGaps(rows, orderBy).map((gap) => `${place}: ${gap}`),
  ];
}

function filterGaps(rows: Entity, filter: GraphQLInputType | undefined): string[] {
  return fieldsOf(filter)
    .filter(({ name }) => !comparisonOf(rows, name))
    .map(({ name }) => `filter ${name} names no property`);
}

function orderGaps(rows: Entity, orderBy: GraphQLInputType | undefined): string[] {
  const values = fieldsOf(orderBy).flatMap(({ name, type }) => {
    const named = getNamedType(type);
    return name === "field" && isEnumType(named) ? named.getValues() : [];
  });
  if (values.length === 0) return ["it has no order"];
  return values.filter(({ value }) => !columnOf(rows, value)).map(({ name }) => `order ${name} names no property`);
}

function fieldsOf(type: GraphQLInputType | undefined) {
  const named = type && getNamedType(type);
  return named && isInputObjectType(named) ? Object.values(named.getFields()) : [];
}
