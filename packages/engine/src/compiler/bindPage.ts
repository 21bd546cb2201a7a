import { coerceInputValue, type GraphQLField, getNullableType } from "graphql";
import { FieldCode, type FieldProblem } from "../errors.js";
import { comparisonsOf } from "./comparisonsOf.js";
import { orderName, readCursor } from "./cursor.js";
import { cutSearch } from "./cutSearch.js";
import { isSearch } from "./filters.js";
import { columnOf, type Entity, orderOfRows } from "./Model.js";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, type PageRequest, type Position } from "./PageRequest.js";
import type { Direction } from "./plan.js";

/** Turns the arguments of a connection into a page request (GraphQL Cursor Connections Specification, section 4). */
export function bindPage(
  rows: Entity,
  field: GraphQLField<unknown, unknown>,
  values: Readonly<Record<string, unknown>>,
  path: FieldProblem["path"],
): { page: PageRequest; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const order = orderOf(rows, field, values.orderBy);
  const first = sizeOf("first");
  const last = sizeOf("last");
  if (first !== undefined && last !== undefined)
    refuse("last", FieldCode.FIRST_WITH_LAST, "Send first or last, not both: a page is read from one end.");
  const page: PageRequest = {
    size: last ?? first ?? DEFAULT_PAGE_SIZE,
    isFromEnd: last !== undefined,
    after: positionOf("after"),
    before: positionOf("before"),
    orderBy: order.field,
    direction: order.direction,
    filter: Object.fromEntries(
      Object.entries(values.filter ?? {})
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => [name, typeof value === "string" ? textFor(name, value) : value]),
    ),
  };
  for (const [name, value] of Object.entries(page.filter))
    if (Array.isArray(value) && value.length > MAX_PAGE_SIZE)
      problems.push({
        path: [...path, "filter", name],
        code: FieldCode.TOO_MANY,
        message: `Send at most ${MAX_PAGE_SIZE} of these, as many as a page has.`,
      });
  return { page, problems };

  function textFor(name: string, value: string): string {
    const comparison = comparisonsOf(field).get(name);
    if (isBetween(value) && comparison?.operator === "<") return roundUp(value);
    if (comparison?.operator === "caseless") return value.slice(0, longestFor(comparison.property));
    if (!isSearch(comparison)) return value;
    const parts = cutSearch(value, [...path, "filter", name]);
    if (typeof parts === "string") return parts;
    problems.push(parts);
    return value;
  }

  /** A longer text equals no value of the column, and PostgreSQL would fold it once a row. */
  function longestFor(property: string): number {
    const { length = "" } = columnOf(rows, property) ?? {};
    return length === "" ? Number.POSITIVE_INFINITY : Number(length) * UNITS_A_CHARACTER;
  }

  function refuse(argument: string, code: FieldCode, message: string): void {
    problems.push({ path: [...path, argument], code, message });
  }

  function sizeOf(argument: "first" | "last"): number | undefined {
    const size = values[argument] as number | null | undefined;
    if (size === null || size === undefined) return undefined;
    if (size < 0 || size > MAX_PAGE_SIZE)
      refuse(
        argument,
        FieldCode.PAGE_SIZE_OUT_OF_RANGE,
        `Send ${argument} from 0 to ${MAX_PAGE_SIZE}, and read further pages with a cursor.`,
      );
    return size;
  }

  function positionOf(argument: "after" | "before"): Position | undefined {
    const cursor = values[argument];
    if (typeof cursor !== "string") return undefined;
    const column = columnOf(rows, order.field);
    const position = column && readCursor(cursor, orderName(rows.name, order.field, order.direction), column);
    if (!position)
      refuse(
        argument,
        FieldCode.INVALID_CURSOR,
        `Send a cursor that this list handed out in the same order, or leave ${argument} out.`,
      );
    return position;
  }
}

/** The most UTF-16 units that fold and compose to one character: four code points of two units, of which lower case makes two. */
const UNITS_A_CHARACTER = 16;

/** Whether it is an instant between two of PostgreSQL's microseconds. PostgreSQL rounds its last digit, a 1, down. */
const isBetween = (value: string): boolean => BETWEEN.test(value);
const BETWEEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}1Z$/;

/** Before such an instant means before the microsecond that follows it. */
const roundUp = (instant: string): string => `${instant.slice(0, -2)}9Z`;

interface Order {
  readonly field: string;
  readonly direction: Direction;
}

const defaultOrders = new WeakMap<GraphQLField<unknown, unknown>, Order>();

/** An absent order is what the defaults of `orderBy` make. A list without that argument has the order that the entity declares. */
function orderOf(rows: Entity, field: GraphQLField<unknown, unknown>, given: unknown): Order {
  const order = (given as Order | null | undefined) ?? defaultOrders.get(field);
  if (order) return order;
  const argument = field.args.find(({ name }) => name === "orderBy");
  const byDefault = argument ? (coerceInputValue({}, getNullableType(argument.type)) as Order) : declaredOrder(rows);
  defaultOrders.set(field, byDefault);
  return byDefault;
}

/** @throws Error when the entity declares none: checkModel finds that at start. */
function declaredOrder(rows: Entity): Order {
  const [order] = orderOfRows(rows);
  if (!order) throw new Error(`${rows.name} declares no order`);
  return { field: order.column.propertyName, direction: order.direction };
}
