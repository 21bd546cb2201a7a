import fc, { type GeneratorValue } from "fast-check";
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
} from "graphql";
import { comparedNodes, cursorOf, type Row, schema, type Tables } from "./referenceReader.js";

/** Writes random queries that the schema allows, over rows that exist, so that most of them find something. */
export class QueryWriter {
  private aliases = 0;
  private readonly fragments: string[] = [];

  constructor(
    private readonly g: GeneratorValue,
    private readonly tables: Tables,
    private readonly roots: readonly string[],
  ) {}

  write(): string {
    const query = schema.getQueryType() as GraphQLObjectType;
    const fields = this.some(this.roots, 1, 3).map((name) => this.field(query.getFields()[name] as Field, 5));
    return this.document("query", fields);
  }

  /** A mutation with these arguments, as GraphQL writes them, and a random selection of what it returns. */
  writeMutation(field: Field, given: string): string {
    const type = getNamedType(field.type);
    return this.document("mutation", [`${field.name}${given} ${isObjectType(type) ? this.selection(type, 4) : ""}`]);
  }

  private document(kind: "query" | "mutation", fields: readonly string[]): string {
    const text = [`{ ${fields.join(" ")} }`, ...this.fragments].join("\n");
    const variables = ["$yes: Boolean = true", "$no: Boolean = false"].filter((variable) =>
      text.includes(variable.slice(0, variable.indexOf(":"))),
    );
    return `${kind} Random${variables.length > 0 ? `(${variables.join(", ")})` : ""} ${text}`;
  }

  private selection(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields()).filter((field) => depth > 1 || isLeafType(getNamedType(field.type)));
    if (fields.length === 0) return "{ __typename }";
    const chosen = this.some(fields, 1, 4).map((field) => this.field(field, depth - 1));
    if (this.chance(6)) chosen.push("__typename");
    return `{ ${chosen.map((field) => this.wrapped(type, field)).join(" ")} }`;
  }

  /** As it is, or within a fragment, or under a directive. */
  private wrapped(type: GraphQLObjectType, field: string): string {
    switch (this.g(fc.nat, { max: 9 })) {
      case 0:
        return `... on ${type.name} { ${field} }`;
      case 1: {
        const name = `F${this.fragments.length}`;
        this.fragments.push(`fragment ${name} on ${type.name} { ${field} }`);
        return `...${name}`;
      }
      case 2:
        return `... @include(if: ${this.pick(["true", "$yes", "$no"])}) { ${field} } __typename`;
      case 3:
        return `... @skip(if: ${this.pick(["false", "$yes", "$no"])}) { ${field} } __typename`;
      default:
        return field;
    }
  }

  private field(field: Field, depth: number): string {
    const given = field.args.flatMap((argument) => this.argument(field, argument) ?? []);
    const alias = field.args.length > 0 || this.chance(5) ? `a${++this.aliases}: ` : "";
    const type = getNamedType(field.type);
    const under = isObjectType(type) ? this.selection(type, depth) : isLeafType(type) ? "" : this.nodeSelection(depth);
    return `${alias}${field.name}${given.length > 0 ? `(${given.join(", ")})` : ""} ${under}`;
  }

  private nodeSelection(depth: number): string {
    const types = this.some(comparedNodes, 1, 3);
    const parts = types.map((name) => `... on ${name} ${this.selection(schema.getType(name) as GraphQLObjectType, depth)}`);
    return `{ id __typename ${parts.join(" ")} }`;
  }

  private argument(field: Field, argument: GraphQLArgument): string | undefined {
    const { name } = argument;
    if (name === "id") return `id: "${this.idFor(field)}"`;
    if (name === "last" || name === "before") return undefined;
    if (name === "language") return this.chance(2) ? `language: ${this.pick(["EN", "DE"])}` : undefined;
    if (name === "fallback") return this.chance(2) ? `fallback: ${this.pick(["true", "false"])}` : undefined;
    if (name === "length") return this.chance(2) ? `length: ${this.pick(["20", "21", "30", "1000"])}` : undefined;
    return name === "first" ? this.pageArguments(field) : undefined;
  }

  private pageArguments(field: Field): string | undefined {
    const type = getNamedType(field.type).name.replace("Connection", "") as keyof Tables;
    const parts: string[] = [];
    const orders = this.orderFields(field);
    const [orderField, direction] = [orders.length > 0 ? this.pick(orders) : "CREATED_AT", this.pick(["ASC", "DESC"])];
    const isOrdered = this.chance(2) && orders.length > 0;
    if (isOrdered) parts.push(`orderBy: { field: ${orderField}, direction: ${direction} }`);
    if (this.chance(2)) parts.push(`${this.pick(["first", "last"])}: ${this.pick(["0", "1", "2", "3", "100"])}`);
    for (const bound of ["after", "before"])
      if (this.chance(3) && this.tables[type].length > 0) {
        const row = this.pick(this.tables[type]);
        parts.push(
          `${bound}: "${isOrdered ? cursorOf(type, row, orderField, direction) : cursorOf(type, row, "CREATED_AT", "DESC")}"`,
        );
      }
    const filter = this.filter(field, this.tables[type]);
    if (filter) parts.push(`filter: { ${filter} }`);
    return parts.length > 0 ? parts.join(", ") : undefined;
  }

  private orderFields(field: Field): string[] {
    const type = getNamedType(field.args.find(({ name }) => name === "orderBy")?.type as never);
    const order = isInputObjectType(type) ? getNamedType(type.getFields().field?.type as never) : undefined;
    return isEnumType(order) ? order.getValues().map(({ name }) => name) : [];
  }

  private filter(field: Field, rows: readonly Row[]): string | undefined {
    const type = getNamedType(field.args.find(({ name }) => name === "filter")?.type as never);
    if (!isInputObjectType(type) || !this.chance(3)) return undefined;
    const values: Record<string, () => string> = {
      category: () => this.pick(['"animals"', '"ANIMALS"', '"pfläNZEN"']),
      subject: () => this.pick(['"bee"', '"Bee"']),
      isFavorite: () => this.pick(["true", "false", "null"]),
      hasStory: () => this.pick(["true", "false", "null"]),
      ids: () =>
        `[${this.pick([0, 1, 2, 3].map((count) => Array.from({ length: count }, () => `"${this.rowId(rows)}"`).join()))}]`,
      tutorialId: () => `"${this.rowId(this.tables.Tutorial)}"`,
      drawingId: () => `"${this.rowId(this.tables.Drawing)}"`,
      userId: () => `"${this.rowId(this.tables.User)}"`,
      origin: () => this.pick(["AI", "HUMAN"]),
      role: () => this.pick(["USER", "ADMIN"]),
      search: () => this.pick(SEARCHES),
    };
    // An admin searches the texts of one account; accounts are what an admin alone may list.
    const isRefused = getNamedType(field.type).name === "StoryConnection" && this.roots.includes("users");
    const names = Object.keys(type.getFields()).filter((name) => name !== "search" || !isRefused);
    return this.some(names, 1, 2)
      .map((name) => `${name}: ${values[name]?.() ?? this.pick(['"2026-01-01T00:00:00.000001Z"', '"2025-01-01T00:00:00Z"'])}`)
      .join(", ");
  }

  private idFor(field: Field): string {
    const type = getNamedType(field.type).name as keyof Tables;
    return this.rowId(this.tables[type] ?? Object.values(this.tables).flat());
  }

  private rowId(rows: readonly Row[]): string {
    return rows.length > 0 && !this.chance(8) ? this.pick(rows).id : "00000000-0000-4000-8000-000000000000";
  }

  private some<Value>(values: readonly Value[], least: number, most: number): Value[] {
    return this.g(indices, values.length, least, Math.min(most, values.length)).map((index) => values[index] as Value);
  }

  private pick<Value>(values: readonly Value[]): Value {
    return values[this.g(fc.nat, { max: values.length - 1 })] as Value;
  }

  private chance(oneIn: number): boolean {
    return this.g(fc.nat, { max: oneIn - 1 }) === 0;
  }
}

/** Words that have no other form, so that the plain reader finds them as they are. */
const SEARCHES = ['"bee"', '"BEE -ant"', '"fuchs"', '"anna"', '"pflanz"', '"zzz"'];

/** Generators get numbers only: fast-check compares what they get, and comparing schemas would be slow. */
const indices = (count: number, minLength: number, maxLength: number) =>
  fc.uniqueArray(fc.nat({ max: count - 1 }), { minLength, maxLength });

type Field = GraphQLField<unknown, unknown>;
