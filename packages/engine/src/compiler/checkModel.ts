import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from "graphql";
import { gapsOfTemplate } from "./fillIn.js";
import { type Comparison, filtersOf } from "./filters.js";
import { finds, findsCaseless, findsLetters, sorts } from "./indexes.js";
import { joinOf } from "./joinOf.js";
import { columnOf, connectionNode, coverageOf, type Entity, type Model, orderOfRows } from "./Model.js";
import { rangesOf } from "./rangesOf.js";

/**
 * Finds every part of the schema and of the access rules that the compiler could not read, or could read only by going through a whole
 * table. Each is a programmer's mistake, reported by its name at start, before a client meets it.
 * @returns a sentence for each mistake; none when all is well.
 */
export function checkModel(model: Model): readonly string[] {
  const fields = objectTypesOf(model.schema).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) =>
      mistakesOfField(model, type, field).map((mistake) => `${type.name}.${field.name}: ${mistake}`),
    ),
  );
  const rows = objectTypesOf(model.schema).flatMap((type) => mistakesOfDeclaredRows(model, type));
  const rules = [...model.entities.values()].flatMap((entity) => mistakesOfRule(model, entity));
  return [...fields, ...rows, ...rules];
}

const objectTypesOf = (schema: GraphQLSchema): readonly GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith("__"),
  );

type Field = GraphQLField<unknown, unknown>;

function mistakesOfField(model: Model, type: GraphQLObjectType, field: Field): readonly string[] {
  const entity = model.entities.get(type.name);
  return [...(entity ? mistakesOfCoverage(model, entity, field) : []), ...mistakesOfConnection(model, entity, field)];
}

function mistakesOfCoverage(model: Model, entity: Entity, field: Field): readonly string[] {
  const coverage = coverageOf(model, entity, field);
  if (!coverage) return [`${entity.name} has no column, readable relation or SQL of that name.`];
  if (coverage.kind === "computed") return mistakesOfSql(model, entity, field, coverage.sql);
  if (coverage.kind === "column") return [];
  const join = joinOf(coverage.relation);
  if (typeof join === "string") return [join];
  const isMany = coverage.relation.isOneToMany;
  return isMany && !finds(coverage.target, [join.theirs.propertyName])
    ? [`no index of ${coverage.target.name} begins with ${join.theirs.propertyName}, by which its rows are found.`]
    : [];
}

/** The SQL of a computed field depends on its arguments, so it is checked for each value that they can have; a whole number is none of it. */
function mistakesOfSql(
  model: Model,
  entity: Entity,
  field: Field,
  sql: (given: Readonly<Record<string, unknown>>) => string,
): readonly string[] {
  const numbers = Object.keys(rangesOf(field));
  const open = mistakesOfArguments(field, numbers);
  if (open.length > 0) return open;
  let givens: Record<string, unknown>[] = [{}];
  for (const { name, type } of field.args) {
    const values = closedSetOf(type) ?? [undefined];
    givens = givens.flatMap((given) => values.map((value) => ({ ...given, [name]: value })));
  }
  const gaps = givens.flatMap((given) => gapsOfTemplate(model, entity, sql(given), numbers));
  return [...new Set(gaps)].map((gap) => `its SQL ${gap}`);
}

/** @param numbers the arguments that are parameters, because they have ranges. */
const mistakesOfArguments = ({ args }: Field, numbers: readonly string[]): readonly string[] =>
  args
    .filter(({ name, type }) => !closedSetOf(type) && !(numbers.includes(name) && String(type) === "Int!"))
    .map(
      ({ name }) =>
        `argument ${name} would stand in the SQL text, so it has to be an enum or a Boolean, or an Int that is not null and has a range.`,
    );

function closedSetOf(type: Field["args"][number]["type"]): readonly unknown[] | undefined {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues().map(({ value }) => value);
  return named.name === "Boolean" ? [true, false] : undefined;
}

function mistakesOfConnection(model: Model, parent: Entity | undefined, field: Field): readonly string[] {
  const node = connectionNode(field.type);
  if (node === undefined) return [];
  const entity = model.entities.get(node);
  if (!entity) return [`${node} has no table or no access rule.`];
  // Rows under another row are found by it, and are few enough to be filtered and sorted.
  const isNarrowed = parent !== undefined;
  const orders = ordersOf(entity, field);
  return [
    ...mistakesOfFilters(model, entity, field, isNarrowed),
    ...(orders.length === 0
      ? ["it has no order: take an argument orderBy, or have @Entity declare one column as its orderBy."]
      : []),
    ...orders.flatMap(({ name, property }) => mistakesOfOrder(entity, name, property, isNarrowed)),
  ];
}

function mistakesOfFilters(model: Model, entity: Entity, field: Field, isNarrowed: boolean): readonly string[] {
  return [...filtersOf(model, entity, field)].flatMap(([name, comparison]) => {
    if (typeof comparison === "string") return [`filter ${name} ${comparison}.`];
    if (comparison.kind === "relation") {
      const { target, join } = comparison;
      const { propertyName } = join.theirs;
      return finds(target, [propertyName]) ? [] : [`filter ${name}: no index of ${target.name} begins with ${propertyName}.`];
    }
    const { propertyName } = comparison.column;
    if (comparison.kind === "search") return isNarrowed ? [] : mistakesOfSearch(entity, name, comparison);
    const isServed = scopesOf(entity).some((scope) =>
      comparison.operator === "caseless" ? findsCaseless(entity, comparison.column) : finds(entity, [...scope, propertyName]),
    );
    const index = comparison.operator === "caseless" ? "caseless index" : "index";
    return isNarrowed || isServed ? [] : [`filter ${name}: no ${index} of ${entity.name} begins with ${propertyName}.`];
  });
}

/** A search by stems reads texts one by one: a small table that everyone may read, or the rows of one owner. Letters have an index. */
function mistakesOfSearch(
  entity: Entity,
  name: string,
  { isByStem, column }: Extract<Comparison, { kind: "search" }>,
): readonly string[] {
  if (!isByStem && !findsLetters(entity, column))
    return [`filter ${name}: no index of the trigrams of ${entity.name}.${column.propertyName}.`];
  const { rule } = entity;
  const isServed = !isByStem || "readableBy" in rule || finds(entity, [rule.ownedBy]);
  return isServed ? [] : [`filter ${name}: no index of ${entity.name} begins with its owner.`];
}

function mistakesOfOrder(entity: Entity, name: string, property: string, isNarrowed: boolean): readonly string[] {
  if (!columnOf(entity, property)) return [`order ${name} names ${property}, which ${entity.name} lacks.`];
  if (isNarrowed) return [];
  return scopesOf(entity)
    .filter((scope) => !sorts(entity, scope, property))
    .map((scope) => `order ${name}: no index of ${entity.name} is on (${[...scope, property, "id"].join(", ")}).`);
}

/** The properties by which the rows that a viewer may read are found: none for everyone's rows, the owner for one's own. */
function scopesOf({ rule }: Entity): readonly (readonly string[])[] {
  if ("readableBy" in rule) return [[]];
  return rule.isPrivate ? [[rule.ownedBy]] : [[], [rule.ownedBy]];
}

/** The orders that clients can choose; without a choice the one that the entity declares, which may have one column. */
function ordersOf(entity: Entity, field: Field): readonly { name: string; property: string }[] {
  const type = field.args.find(({ name }) => name === "orderBy")?.type;
  if (!type) {
    const [declared, ...others] = orderOfRows(entity).map(({ column }) => column.propertyName);
    return declared === undefined || others.length > 0 ? [] : [{ name: declared, property: declared }];
  }
  const order = getNamedType(type);
  const by = isInputObjectType(order) ? getNamedType(order.getFields().field?.type) : undefined;
  return isEnumType(by) ? by.getValues().map(({ name, value }) => ({ name, property: String(value) })) : [];
}

function mistakesOfDeclaredRows(model: Model, type: GraphQLObjectType): readonly string[] {
  const { name, extensions } = type;
  if (typeof extensions.rows !== "string") return [];
  const computed = Object.values(type.getFields()).filter((field) => typeof field.extensions.sql === "function");
  const open = computed.flatMap((field) =>
    mistakesOfArguments(field, []).map((mistake) => `${name}.${field.name}: ${mistake}`),
  );
  const named = [...extensions.rows.matchAll(/\{(\w+)\}/g)].map(([, entity]) => entity ?? "");
  const unknown = named.filter((entity) => !model.entities.has(entity));
  return [...open, ...unknown.map((entity) => `${name}: its rows name ${entity}, which has no table or no access rule.`)];
}

function mistakesOfRule(model: Model, entity: Entity): readonly string[] {
  const { rule } = entity;
  if ("readableBy" in rule) return [];
  return [
    ...(columnOf(entity, rule.ownedBy) ? [] : [`its owner is ${rule.ownedBy}, which it lacks.`]),
    ...gapsOfTemplate(model, entity, rule.only ?? "").map((gap) => `its condition ${gap}`),
  ].map((mistake) => `The access rule of ${entity.name}: ${mistake}`);
}
