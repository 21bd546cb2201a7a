import type { PageRequest } from "./PageRequest.js";
import { type ConnectionRows, PageRows } from "./PageRows.js";
import type { Planning } from "./Planning.js";
import { type Expression, type Output, text } from "./plan.js";
import type { SelectedField } from "./readSelection.js";
import { SharedPage } from "./SharedPage.js";

/**
 * Plans a connection. What is not selected costs nothing; a page that several parts ask for is read once. All parts see the same
 * rows, because they are one statement.
 */
export function planConnection(planning: Planning, selected: SelectedField, rows: ConnectionRows): Expression {
  const slot = selected.slot ?? -1;
  const page = planning.slots[slot]?.page;
  if (!page) throw new Error(`${selected.parent.name}.${selected.name} is no connection`);
  const pageRows = new (isReadOften(selected, page) ? SharedPage : PageRows)(planning, rows, slot, page);
  const outputs = outputsUnder(selected, planPart);
  const from = pageRows.from();
  return { kind: "object", outputs, ...(from && { from }) };

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

/** Whether more than one part needs the rows of the page. */
function isReadOften(selected: SelectedField, { isFromEnd }: PageRequest): boolean {
  const parts = fieldsUnder(selected);
  const ofPage = parts.filter(({ name }) => name === "pageInfo").flatMap(fieldsUnder);
  const needRows = ["nodes", "edges", "startCursor", "endCursor", isFromEnd ? "hasPreviousPage" : "hasNextPage"];
  return [...parts, ...ofPage].filter(({ name }) => needRows.includes(name)).length > 1;
}

/** Connections, edges and their parts have one concrete type each. */
const fieldsUnder = (field: SelectedField): readonly SelectedField[] => [...field.under.values()][0] ?? [];

const outputsUnder = (field: SelectedField, value: (part: SelectedField) => Expression): Output[] =>
  fieldsUnder(field).map((part) => ({ key: part.responseKey, value: value(part) }));
