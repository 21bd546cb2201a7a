import { type ConnectionRows, PageRows } from "./PageRows.js";
import type { Planning } from "./Planning.js";
import { type Expression, type Output, text } from "./plan.js";
import type { SelectedField } from "./readSelection.js";

/**
 * Plans a connection. Each selected part of it reads its own few rows from the index that serves the order: what is not
 * selected costs nothing, and all parts see the same rows, because they are one statement.
 */
export function planConnection(planning: Planning, selected: SelectedField, rows: ConnectionRows): Expression {
  const slot = selected.slot ?? -1;
  const page = planning.slots[slot]?.page;
  if (!page) throw new Error(`${selected.parent.name}.${selected.name} is no connection`);
  const pageRows = new PageRows(planning, rows, slot, page);
  return { kind: "object", outputs: outputsUnder(selected, planPart) };

  function planPart(part: SelectedField): Expression {
    switch (part.name) {
      case "nodes":
        return pageRows.list((alias) => planning.fields(rows.entity, alias, fieldsUnder(part)));
      case "edges":
        return pageRows.list((alias) => outputsUnder(part, (field) => planEdge(field, alias)));
      case "pageInfo":
        return { kind: "object", outputs: outputsUnder(part, planPageInfo) };
      case "totalCount":
        return pageRows.totalCount();
      default:
        return text(part.parent.name);
    }
  }

  function planEdge(field: SelectedField, alias: string): Expression {
    if (field.name === "cursor") return pageRows.cursor(alias);
    if (field.name === "node") return { kind: "object", outputs: planning.fields(rows.entity, alias, fieldsUnder(field)) };
    return text(field.parent.name);
  }

  function planPageInfo(field: SelectedField): Expression {
    switch (field.name) {
      case "hasNextPage":
        return pageRows.hasNext();
      case "hasPreviousPage":
        return pageRows.hasPrevious();
      case "startCursor":
        return pageRows.edgeCursor("first");
      case "endCursor":
        return pageRows.edgeCursor("last");
      default:
        return text(field.parent.name);
    }
  }
}

/** Connections, edges and their parts have one concrete type each. */
const fieldsUnder = (field: SelectedField): readonly SelectedField[] => [...field.under.values()][0] ?? [];

const outputsUnder = (field: SelectedField, value: (part: SelectedField) => Expression): Output[] =>
  fieldsUnder(field).map((part) => ({ key: part.responseKey, value: value(part) }));
