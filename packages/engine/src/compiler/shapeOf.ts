import { createHash } from "node:crypto";
import type { GraphQLField } from "graphql";
import type { BoundField } from "./BoundField.js";
import type { PageRequest } from "./PageRequest.js";
import type { FieldRead, Read } from "./Read.js";
import { rangesOf } from "./rangesOf.js";

/** A longer shape is known by its hash, so that no key is long. */
const LONG = 64;

/** The shapes of fields, and of what is under them, that are the same in every request. */
const fixed = new WeakMap<BoundField, string>();
const fixedUnder = new WeakMap<BoundField["under"], string>();

/**
 * What decides the text of a statement, as a key: the fields and their response keys, page sizes and orders, which bounds and filters are
 * there, and what computed fields are given of enums and booleans. It holds no other value that a client sent, so requests that differ only
 * in values share one plan, whatever their documents.
 */
export function shapeOf(reads: readonly FieldRead[], hasToken: boolean): string {
  return `${hasToken ? "token" : ""}${reads.map(({ field, read }) => `|${shapeOfRead(read)}${shapeOfRoot(field)}`).join("")}`;
}

function shapeOfRead(read: Read): string {
  switch (read.kind) {
    case "row":
      return `row ${Object.keys(read.by).join()}`;
    case "rows":
      return "rows";
    case "page":
      return `page ${read.needs ?? ""}`;
    default:
      return read.kind;
  }
}

/** A root's own arguments say what it reads, not how; the arguments of a page are part of the shape. */
function shapeOfRoot(root: BoundField): string {
  const { parent, name } = root.selected;
  return ` ${parent.name}.${name}${root.page ? shapeOfPage(root.page) : ""}${shapeUnder(root)}`;
}

function shapeUnder({ selected, under }: BoundField): string {
  const known = selected.isFixedUnder ? fixedUnder.get(under) : undefined;
  if (known !== undefined) return known;
  let text = "";
  for (const [type, fields] of under) text += `{${type}${fields.map(shapeOfField).join("")}}`;
  if (selected.isFixedUnder) fixedUnder.set(under, text);
  return text;
}

function shapeOfField(field: BoundField): string {
  const known = field.selected.isFixed ? fixed.get(field) : undefined;
  if (known !== undefined) return known;
  const { selected, arguments: values, page } = field;
  const given = page
    ? shapeOfPage(page)
    : selected.definition?.args.length
      ? shapeOfArguments(selected.definition, values)
      : "";
  const text = ` ${selected.responseKey}:${selected.name}${given}${shapeUnder(field)}`;
  if (!selected.isFixed) return text;
  const shape = text.length > LONG ? `#${createHash("sha256").update(text).digest("base64url")}` : text;
  fixed.set(field, shape);
  return shape;
}

function shapeOfArguments(definition: GraphQLField<unknown, unknown>, values: BoundField["arguments"]): string {
  const ranges = rangesOf(definition);
  return JSON.stringify(values, (name, value) => (name in ranges ? undefined : value));
}

function shapeOfPage({ size, isFromEnd, after, before, orderBy, direction, filter }: PageRequest): string {
  const bounds = `${after ? "after" : ""}${before ? "before" : ""}`;
  return `(${size}${isFromEnd ? " last" : ""} ${bounds} ${orderBy} ${direction} ${Object.keys(filter).join()})`;
}
