import type { CatalogueEntry } from "./catalogue.js";
import type { Difference } from "./compareCatalogues.js";

interface ColumnParts {
  readonly type: string;
  readonly isRequired: boolean;
  readonly byDefault: string | undefined;
}

/**
 * Makes the statements that turn one schema into another, in an order in which they can run. Nothing that holds rows is
 * dropped: the caller has to refuse extra tables and columns.
 */
export function bridge(differences: readonly Difference[]): string[] {
  const renamed = renamedIn(differences);
  const others = differences.filter((one) => !renamed.some(({ extra, missing }) => one === extra || one === missing));
  const gone = others.flatMap((one) => (one.change === "missing" ? [] : [one.there]));
  const wanted = others.flatMap((one) => (one.change === "extra" ? [] : [one.wanted]));
  const newTables = new Set(wanted.filter(({ kind }) => kind === "table").map(({ name }) => name));
  const of = (entries: readonly CatalogueEntry[], kind: CatalogueEntry["kind"]) =>
    entries.filter((entry) => entry.kind === kind);
  const changed = new Map(differences.flatMap((one) => (one.change === "different" ? [[one.wanted, one.there] as const] : [])));
  return [
    ...gone.flatMap(({ remove }) => remove ?? []),
    ...of(gone, "trigger")
      .filter((one) => !isOnlyDisabled(one, wanted))
      .map(({ table, name }) => `DROP TRIGGER ${quoted(name)} ON ${quoted(table)}`),
    ...of(gone, "constraint")
      .filter((one) => !isOnlyDisabled(one, wanted))
      // A foreign key needs the key that it refers to, so it goes first.
      .sort((one, other) => Number(isForeignKey(other)) - Number(isForeignKey(one)))
      .map(({ table, name }) => `ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`),
    ...of(gone, "index").map(({ name }) => `DROP INDEX ${quoted(name)}`),
    ...renamed.map(rename),
    ...[...newTables].map((table) => createTable(table, of(wanted, "column"))),
    ...of(wanted, "column")
      .filter(({ table }) => !newTables.has(table))
      .flatMap((column) => changeColumn(column, changed.get(column))),
    ...of(wanted, "constraint")
      .filter((one) => !isOnlyDisabled(one, gone))
      .sort((one, other) => Number(isForeignKey(one)) - Number(isForeignKey(other)))
      .map(({ table, name, definition }) => `ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`),
    ...of(wanted, "index").map(({ definition }) => definition),
    ...of(wanted, "function").map(({ definition }) => definition),
    ...of(wanted, "trigger")
      .filter((one) => !isOnlyDisabled(one, gone))
      .map(({ definition }) => definition),
    ...gone
      .filter(isDisabled)
      .filter((one) => isOnlyDisabled(one, wanted))
      .map(enable),
    ...wanted.flatMap(({ make }) => make ?? []),
  ];
}

type Renamed = { readonly extra: Extra; readonly missing: Missing };
type Extra = Extract<Difference, { change: "extra" }>;
type Missing = Extract<Difference, { change: "missing" }>;

/** Constraints and indexes that are there under other names. A new name costs nothing, and takes nothing away that others depend on. */
function renamedIn(differences: readonly Difference[]): Renamed[] {
  const left = new Set(differences.filter((one) => one.change === "extra"));
  return differences.flatMap((missing) => {
    if (missing.change !== "missing" || !["constraint", "index"].includes(missing.wanted.kind)) return [];
    const { kind, table } = missing.wanted;
    const extra = [...left].find(
      ({ there }) => there.kind === kind && there.table === table && withoutName(there) === withoutName(missing.wanted),
    );
    if (!extra) return [];
    left.delete(extra);
    return [{ extra, missing }];
  });
}

/** The definition of an index has its name in it; that of a constraint has not. */
const withoutName = ({ kind, name, definition }: CatalogueEntry) =>
  kind === "index" ? definition.replace(` ${quoted(name)} ON `, " ON ").replace(` ${name} ON `, " ON ") : definition;

const rename = ({ extra: { there }, missing: { wanted } }: Renamed): string =>
  there.kind === "index"
    ? `ALTER INDEX ${quoted(there.name)} RENAME TO ${quoted(wanted.name)}`
    : `ALTER TABLE ${quoted(there.table)} RENAME CONSTRAINT ${quoted(there.name)} TO ${quoted(wanted.name)}`;

/** How readCatalogue marks triggers that fire otherwise than usual: never, or on replicas as well. */
const STATE = / \((disabled|always)\)$/;
const isDisabled = ({ definition }: CatalogueEntry) => STATE.test(definition);

/** Whether the others have the same object, with no difference but when it fires. */
const isOnlyDisabled = ({ kind, table, name, definition }: CatalogueEntry, others: readonly CatalogueEntry[]): boolean =>
  others.some(
    (other) =>
      other.kind === kind &&
      other.table === table &&
      other.name === name &&
      other.definition.replace(STATE, "") === definition.replace(STATE, ""),
  );

/** The triggers of a foreign key have no names of their own. */
const enable = ({ kind, table, name }: CatalogueEntry): string =>
  `ALTER TABLE ${quoted(table)} ENABLE TRIGGER ${kind === "trigger" ? quoted(name) : "ALL"}`;

const isForeignKey = ({ definition }: CatalogueEntry) => definition.startsWith("FOREIGN KEY");

function createTable(table: string, columns: readonly CatalogueEntry[]): string {
  const own = columns.filter((column) => column.table === table);
  return `CREATE TABLE ${quoted(table)} (${own.map(({ name, definition }) => `${quoted(name)} ${definition}`).join(", ")})`;
}

function changeColumn({ table, name, definition }: CatalogueEntry, there: CatalogueEntry | undefined): string[] {
  const alter = `ALTER TABLE ${quoted(table)}`;
  if (!there) return [`${alter} ADD COLUMN ${quoted(name)} ${definition}`];
  const [before, after] = [partsOf(there.definition), partsOf(definition)];
  const column = `${alter} ALTER COLUMN ${quoted(name)}`;
  return [
    ...(before.type === after.type ? [] : [`${column} TYPE ${after.type}${conversion(name, before.type, after.type)}`]),
    ...(before.byDefault === after.byDefault
      ? []
      : [`${column} ${after.byDefault ? `SET DEFAULT ${after.byDefault}` : "DROP DEFAULT"}`]),
    ...(before.isRequired === after.isRequired ? [] : [`${column} ${after.isRequired ? "SET" : "DROP"} NOT NULL`]),
  ];
}

/** PostgreSQL converts between these types without loss, or refuses. */
export const TEXTUAL = /^(text|character varying(\(\d+\))?)(\[\])?( COLLATE .*)?$/;

/** An explicit cast would cut a text that is too long. Without one, PostgreSQL refuses it. */
const conversion = (name: string, before: string, after: string): string =>
  TEXTUAL.test(before) && TEXTUAL.test(after) ? "" : ` USING ${quoted(name)}::${after}`;

/** A column's definition, as the catalogue has it: its type, whether it may be null, its default. */
export function partsOf(definition: string): ColumnParts {
  const [, type = "", required, byDefault] = /^(.*?)( NOT NULL)?(?: DEFAULT (.*))?$/s.exec(definition) ?? [];
  return { type, isRequired: required !== undefined, byDefault };
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
