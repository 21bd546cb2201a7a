import { getNamedType, isObjectType } from "graphql";
import type { BoundField } from "./BoundField.js";
import { VIEWER } from "./fillIn.js";
import { connectionNode, coverageOf, type Entity, type Model } from "./Model.js";

/**
 * Whether these fields have the same answer for everyone: each row that they show, count or look for is of an entity that everyone may
 * read, and nothing is computed from the viewer. The rules and the selection alone decide it, not the rows.
 */
export const readsPublicOnly = (model: Model, fields: readonly BoundField[]): boolean =>
  fields.every((field) => isPublic(model, field));

function isPublic(model: Model, { selected, arguments: given, under }: BoundField): boolean {
  const { definition, name, parent } = selected;
  if (!definition) return name === "__typename";
  const entity = model.entities.get(parent.name);
  const coverage = entity && coverageOf(model, entity, definition);
  if (coverage?.kind === "computed" && coverage.sql(given).includes(`{${VIEWER}.`)) return false;
  const type = getNamedType(definition.type);
  const rows = isObjectType(type) && typeof type.extensions.rows === "string" ? type.extensions.rows : "";
  const read = [connectionNode(definition.type), ...under.keys(), ...[...rows.matchAll(/\{(\w+)\}/g)].map(([, one]) => one)];
  return (
    read.every((one) => isForEveryone(model.entities.get(one ?? ""))) &&
    [...under.values()].every((fields) => readsPublicOnly(model, fields))
  );
}

/** A type without a table has no owner. */
const isForEveryone = (entity: Entity | undefined): boolean => entity === undefined || "readableBy" in entity.rule;
