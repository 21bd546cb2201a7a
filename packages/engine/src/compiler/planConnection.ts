import { type BoundField, fieldsUnder } from "./BoundField.js";
import {
  type Bound,
  cursorAt,
  hasRowsBeyond,
  type Keyset,
  keysetOf,
  positionOf,
  type ReadableRows,
  rowsThat,
} from "./keyset.js";
import type { PageRequest } from "./PageRequest.js";
import type { Planning } from "./Planning.js";
import { type Expression, type Output, sql, text } from "./plan.js";
import {
  type End,
  emptyPage,
  type NeededRows,
  type PageNeeds,
  type PlannedPage,
  pageInPlace,
  pageReadOnce,
} from "./planPage.js";

/**
 * Plans a connection. A part that is not selected costs nothing; a page that several parts need is read once. All parts see the same
 * rows, because they are one statement.
 */
export function planConnection(planning: Planning, field: BoundField, rows: ReadableRows): Expression {
  const keyset = keysetOf(planning, field, rows);
  const needs = needsOfParts(keyset, field);
  const page = pageFor(keyset, needs);
  const outputs = outputsUnder(field, planPart);
  return { kind: "object", outputs, ...(page.from && { from: page.from }) };

  function planPart(part: BoundField): Expression {
    const { name, parent } = part.selected;
    const found = needs.rows.find(({ of }) => of === part);
    if (found) return page.array(found);
    if (name === "pageInfo") return { kind: "object", outputs: outputsUnder(part, planPageInfo) };
    if (name === "totalCount") return { kind: "scalar", value: sql`count(*)::int`, from: rowsThat(keyset) };
    return text(parent.name);
  }

  function planPageInfo({ selected: { name, parent } }: BoundField): Expression {
    const { isFromEnd } = keyset.page;
    switch (name) {
      case "hasNextPage":
        return isFromEnd ? hasRowsBeyond(keyset, "before") : hasRowsOn("before");
      case "hasPreviousPage":
        return isFromEnd ? hasRowsOn("after") : hasRowsBeyond(keyset, "after");
      case "startCursor":
        return page.cursor("first");
      case "endCursor":
        return page.cursor("last");
      default:
        return text(parent.name);
    }
  }

  /** Whether rows are left over within the bounds, or lie beyond the bound that the page reads towards. */
  function hasRowsOn(bound: Bound): Expression {
    return keyset.page[bound] ? sql`(${page.hasMore()} OR ${hasRowsBeyond(keyset, bound)})` : page.hasMore();
  }
}

/** What the parts of a connection need of its page, and which part needs which rows. */
interface NeedsOfParts extends PageNeeds {
  readonly rows: readonly (NeededRows & { readonly of: BoundField })[];
  readonly ends: readonly End[];
  /** How many parts need the page's rows. */
  readonly times: number;
}

function needsOfParts(keyset: Keyset, field: BoundField): NeedsOfParts {
  const parts = fieldsUnder(field);
  const rows = parts
    .filter(({ selected: { name } }) => name === "nodes" || name === "edges")
    .map((part, index) => ({ of: part, name: `rows${index}`, outputs: (alias: string) => outputsOfRow(keyset, part, alias) }));
  const ofPage = parts
    .filter(({ selected }) => selected.name === "pageInfo")
    .flatMap((part) => fieldsUnder(part).flatMap(({ selected }) => endOf(selected.name, keyset.page) ?? []));
  return { rows, ends: [...new Set(ofPage)], times: rows.length + ofPage.length };
}

function pageFor(keyset: Keyset, needs: NeedsOfParts): PlannedPage {
  if (keyset.page.size === 0) return emptyPage(keyset);
  return needs.times > 1 ? pageReadOnce(keyset, needs) : pageInPlace(keyset);
}

/** The row that a field of pageInfo needs to know of. */
function endOf(name: string, { isFromEnd }: PageRequest): End | undefined {
  if (name === "startCursor" || (name === "hasPreviousPage" && isFromEnd)) return "first";
  return name === "endCursor" || (name === "hasNextPage" && !isFromEnd) ? "last" : undefined;
}

/** What a part shows of each row: under `nodes` its fields, under `edges` its cursor and itself. */
function outputsOfRow(keyset: Keyset, part: BoundField, alias: string): readonly Output[] {
  const { planning, entity } = keyset;
  if (part.selected.name === "nodes") return planning.fields(entity, alias, fieldsUnder(part));
  return outputsUnder(part, (field) => {
    const { name, parent } = field.selected;
    if (name === "cursor") return cursorAt(keyset, positionOf(keyset, alias));
    return name === "node"
      ? { kind: "object", outputs: planning.fields(entity, alias, fieldsUnder(field)) }
      : text(parent.name);
  });
}

const outputsUnder = (field: BoundField, value: (part: BoundField) => Expression): Output[] =>
  fieldsUnder(field).map((part) => ({ key: part.selected.responseKey, value: value(part) }));
