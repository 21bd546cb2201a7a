import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { cursorOf, orderName } from "./cursor.js";
import { comparisonOf } from "./filters.js";
import { columnOf, type Entity } from "./Model.js";
import type { PageRequest } from "./PageRequest.js";
import type { Planning } from "./Planning.js";
import { column, type Direction, type Expression, type OrderTerm, type Output, opposite, type Rows, raw, sql } from "./plan.js";
import { type RowSet, rowsOf } from "./planAccess.js";

/** The rows that a connection pages through, before its filter and its page. */
export interface ConnectionRows {
  readonly entity: Entity;
  readonly sets: readonly RowSet[];
}

const BOUNDS = ["after", "before"] as const;
export type Bound = (typeof BOUNDS)[number];

/** A place in the order: the order column's value, and the id. */
export interface Place {
  readonly key: Expression;
  readonly id: Expression;
}

/**
 * The expressions that read one page by its keyset: the order column and the id, compared as one row value. Each part of a connection
 * reads the rows that it needs by itself.
 */
export class PageRows {
  protected readonly orderColumn: ColumnMetadata;

  constructor(
    protected readonly planning: Planning,
    protected readonly rows: ConnectionRows,
    private readonly slot: number,
    protected readonly page: PageRequest,
  ) {
    const orderColumn = columnOf(rows.entity, page.orderBy);
    if (!orderColumn) throw new Error(`${rows.entity.name} has no property ${page.orderBy} to sort by`);
    this.orderColumn = orderColumn;
  }

  /** The page's rows in order, as JSON objects. */
  list(outputs: (alias: string) => readonly Output[]): Expression {
    const from = this.ordered();
    return { kind: "list", outputs: outputs(from.alias), from };
  }

  totalCount(): Expression {
    return { kind: "scalar", value: sql`count(*)::int`, from: this.select() };
  }

  /** What the parts stand in; none, where each reads for itself. */
  from(): Rows | undefined {
    return undefined;
  }

  cursor(alias: string): Expression {
    return this.cursorAt(this.placeOf(alias));
  }

  protected cursorAt({ key, id }: Place): Expression {
    const order = orderName(this.rows.entity.name, this.page.orderBy, this.page.direction);
    return cursorOf(order, this.orderColumn, key, id);
  }

  protected placeOf(alias: string): Place {
    return { key: column(alias, this.orderColumn.databaseName), id: column(alias, this.rows.entity.id.databaseName) };
  }

  /** The cursor of the page's first or last row; null when it has none. */
  edgeCursor(end: "first" | "last"): Expression {
    const page = this.ordered();
    if (end === "first") return { kind: "scalar", value: this.cursor(page.alias), from: { ...page, limit: 1 } };
    const alias = this.planning.alias();
    const order = this.order(alias, opposite(this.page.direction));
    return {
      kind: "scalar",
      value: this.cursor(alias),
      from: { alias, source: { kind: "rows", rows: page }, where: [], order, limit: 1 },
    };
  }

  hasNext(): Expression {
    return this.page.isFromEnd ? this.hasRowsBeyond("before") : this.hasMore("before");
  }

  hasPrevious(): Expression {
    return this.page.isFromEnd ? this.hasMore("after") : this.hasRowsBeyond("after");
  }

  /** Whether rows are left over within the bounds, or lie beyond the bound that the page reads towards. */
  private hasMore(bound: Bound): Expression {
    const leftOver = this.hasLeftOver();
    return this.page[bound] ? sql`(${leftOver} OR ${this.hasRowsBeyond(bound)})` : leftOver;
  }

  /** Whether there are more rows within the bounds than the page holds. */
  protected hasLeftOver(): Expression {
    return { kind: "exists", from: this.select(this.within, () => ({ offset: this.page.size })) };
  }

  /** Whether a row lies at the bound or on its other side; a deleted row's place still divides the others. */
  private hasRowsBeyond(bound: Bound): Expression {
    if (!this.page[bound]) return sql`false`;
    return { kind: "exists", from: this.select((alias) => [this.compare(alias, bound, "beyond")]) };
  }

  /** The page, read from its end where `last` asks for that, and always handed on in the order asked for. */
  protected ordered(): Rows {
    const { direction, isFromEnd, size } = this.page;
    const readBy = isFromEnd ? opposite(direction) : direction;
    const page = this.select(this.within, (alias) => ({ order: this.order(alias, readBy), limit: size }));
    if (!isFromEnd) return page;
    const alias = this.planning.alias();
    return { alias, source: { kind: "rows", rows: page }, where: [], order: this.order(alias, direction) };
  }

  /** The rows that the filter keeps and that meet these conditions too. */
  protected select(conditions: RowSet = () => [], cut?: Parameters<typeof rowsOf>[3]): Rows {
    const { entity, sets } = this.rows;
    const kept = sets.map(
      (set): RowSet =>
        (alias) => [...set(alias), ...this.filter(alias), ...conditions(alias)],
    );
    return rowsOf(this.planning, entity, kept, cut);
  }

  private filter(alias: string): Expression[] {
    const { entity } = this.rows;
    return Object.keys(this.page.filter).map((field) => {
      const comparison = comparisonOf(entity, field);
      if (!comparison) throw new Error(`${entity.name} has no property for the filter ${field}`);
      const value = this.parameter(["filter", field], comparison.column);
      return sql`${column(alias, comparison.column.databaseName)} ${raw(comparison.operator)} ${value}`;
    });
  }

  protected readonly within: RowSet = (alias) =>
    BOUNDS.filter((bound) => this.page[bound]).map((bound) => this.compare(alias, bound, "within"));

  private compare(alias: string, bound: Bound, side: "within" | "beyond"): Expression {
    const there = {
      key: this.parameter([bound, "key"], this.orderColumn),
      id: this.parameter([bound, "id"], this.rows.entity.id),
    };
    return this.compareWith(alias, bound, side, there);
  }

  protected compareWith(alias: string, bound: Bound, side: "within" | "beyond", there: Place): Expression {
    const isLater = ((bound === "after") === (this.page.direction === "ASC")) === (side === "within");
    const operator = raw(`${isLater ? ">" : "<"}${side === "within" ? "" : "="}`);
    const here = this.placeOf(alias);
    return sql`(${here.key}, ${here.id}) ${operator} (${there.key}, ${there.id})`;
  }

  private order(alias: string, direction: Direction): OrderTerm[] {
    return [this.orderColumn, this.rows.entity.id].map(({ databaseName }) => ({ by: column(alias, databaseName), direction }));
  }

  private parameter(path: readonly string[], { type }: ColumnMetadata): Expression {
    return { kind: "parameter", source: { slot: this.slot, path: ["page", ...path] }, type: String(type) };
  }
}
