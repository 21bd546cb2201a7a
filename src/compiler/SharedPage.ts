import { type Bound, PageRows, type Place } from "./PageRows.js";
import { column, type Expression, type Output, type Rows, sql } from "./plan.js";

type End = "first" | "last";

/**
 * A page that several parts of a connection ask for, read once: its rows become JSON where they are read, and the places of the first
 * and the last are kept, from which the cursors are made and the index is asked for a row beyond.
 */
export class SharedPage extends PageRows {
  private readonly whole = this.planning.alias();
  private readonly each = this.planning.alias();
  private readonly read: Rows = this.ordered();
  private readonly perRow: Output[] = [];
  private readonly overall: Output[] = [];
  private readonly ends = new Map<End, Place>();

  override list(outputs: (alias: string) => readonly Output[]): Expression {
    const key = `rows${this.perRow.length}`;
    this.perRow.push({ key, value: { kind: "object", outputs: outputs(this.read.alias) } });
    this.overall.push({ key, value: sql`coalesce(array_to_json(array_agg(${column(this.each, key)})), '[]')` });
    return column(this.whole, key);
  }

  override edgeCursor(end: End): Expression {
    return this.cursorAt(this.placeAt(end));
  }

  /** The parts stand in this one row, which has what they have asked for; so it is taken when all have. */
  override from(): Rows {
    const rows = {
      alias: this.each,
      source: { kind: "selected" as const, outputs: this.perRow, rows: this.read },
      where: [],
      order: [],
    };
    return { alias: this.whole, source: { kind: "selected", outputs: this.overall, rows }, where: [], order: [] };
  }

  protected override hasLeftOver(): Expression {
    const [end, bound]: [End, Bound] = this.page.isFromEnd ? ["first", "before"] : ["last", "after"];
    const place = this.placeAt(end);
    return {
      kind: "exists",
      from: this.select((alias) => [...this.within(alias), this.compareWith(alias, bound, "within", place)]),
    };
  }

  private placeAt(end: End): Place {
    const known = this.ends.get(end);
    if (known) return known;
    if (this.ends.size === 0) {
      const { key, id } = this.placeOf(this.read.alias);
      this.perRow.push({ key: "key", value: key }, { key: "id", value: id });
    }
    const at = end === "first" ? sql`[1]` : sql`[count(*)]`;
    for (const name of ["key", "id"])
      this.overall.push({ key: `${end}_${name}`, value: sql`(array_agg(${column(this.each, name)}))${at}` });
    const place = { key: column(this.whole, `${end}_key`), id: column(this.whole, `${end}_id`) };
    this.ends.set(end, place);
    return place;
  }
}
