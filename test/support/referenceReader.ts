import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { buildSchema, execute, type GraphQLFieldResolver, type GraphQLInterfaceType, getNamedType, parse } from "graphql";
import type { DataSource } from "typeorm";
import { beginningOf } from "./beginningOf.js";
import { plainCategories } from "./plainCategories.js";

/** A row as the database holds it, with its timestamps as text in microseconds. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };
/** Of each type of the schema that is a table. The tests name these; each new one is loaded too. */
export type Tables = Readonly<
  Record<"User" | "AdminRead" | "Session" | "Consent" | "Tutorial" | "TutorialStep" | "Drawing" | "Story", readonly Row[]>
>;
const TIMESTAMP = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

export const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
const nodes = schema.getPossibleTypes(schema.getType("Node") as GraphQLInterfaceType).map(({ name }) => name);
/** Without those that have fields which no plain reader computes: addresses that are signed, and messages. */
export const comparedNodes = nodes.filter((name) => name !== "Picture" && name !== "StoryRequest");

/** Loads every table whole. */
export async function loadTables(database: DataSource): Promise<Tables> {
  const loaded = await Promise.all(
    database.entityMetadatas
      .flatMap(({ name: type, tableName: table }) => (schema.getType(type) ? [{ type, table }] : []))
      .map(async ({ type, table }) => {
        const rows = await database.query<{ row: Row }[]>(
          `SELECT to_jsonb(t) || (SELECT jsonb_object_agg(key, to_char(value::timestamptz AT TIME ZONE 'UTC', ${TIMESTAMP}))
          FROM jsonb_each_text(to_jsonb(t)) WHERE key LIKE '%\\_at') AS row FROM ${table} t`,
        );
        return [type, rows.map(({ row }) => ({ ...row, __typename: type }))];
      }),
  );
  return Object.fromEntries(loaded);
}

/**
 * What a query answers, computed the plain way: graphql-js walks the selection over the loaded tables, and each field filters,
 * sorts and cuts arrays. It shares no code with the compiler.
 */
export async function readPlainly(
  tables: Tables,
  viewer: Row | undefined,
  query: string,
  variables: Record<string, unknown> = {},
) {
  return execute({
    schema,
    document: parse(query),
    variableValues: variables,
    contextValue: { tables, viewer } satisfies Context,
    fieldResolver: resolve,
    typeResolver: (source) => String((source as Row).__typename),
  });
}

interface Context {
  readonly tables: Tables;
  readonly viewer: Row | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: the arguments differ from field to field
const resolve: GraphQLFieldResolver<any, Context> = (source, given, context, info) => {
  const { tables, viewer } = context;
  const { fieldName, parentType } = info;
  const readable = (rows: readonly Row[]) => rows.filter((row) => mayRead(row, viewer));
  const one = (rows: readonly Row[], id: unknown) => readable(rows).find((row) => row.id === id) ?? null;
  const hasStory = (row: Row) => readable(tables.Story).some((story) => story.drawing_id === row.id);
  switch (`${parentType.name}.${fieldName}`) {
    case "Query.me":
      return viewer ?? null;
    case "Query.node":
      return one(
        Object.values(tables)
          .flat()
          .filter(({ __typename }) => nodes.includes(String(__typename))),
        given.id,
      );
    case "Session.isCurrent":
      // In these worlds each user has one session.
      return source.user_id === viewer?.id;
    case "Query.tutorialCategories":
      return plainCategories(tables.Tutorial);
    case "Story.title":
      return nameInLanguage(source.title, source.title_de, given);
    case "Tutorial.steps":
      return tables.TutorialStep.filter((row) => row.tutorial_id === source.id).sort(
        (a, b) => Number(a.step_number) - Number(b.step_number),
      );
    case "User.language":
      return source.language ?? "EN";
    case "Tutorial.category":
      return nameInLanguage(source.category, source.category_de, given);
    case "Tutorial.subject":
      return nameInLanguage(source.subject, source.subject_de, given);
    case "TutorialCategory.name":
      return nameInLanguage(source.name, source.nameDe, given);
    case "Tutorial.description":
      return inLanguage(source.description_en, source.description_de, given);
    case "TutorialStep.instruction":
      return inLanguage(source.instruction_en, source.instruction_de, given);
    case "Story.label":
      if (source.origin !== "AI") return null;
      return given.language === "DE" ? "Diese Geschichte hat eine KI geschrieben." : "An AI wrote this story.";
    case "Story.digitalSourceType":
      return source.origin === "AI" ? "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia" : null;
    case "Story.storyText":
      return inLanguage(source.story_text_en, source.story_text_de, given);
    case "Story.excerpt":
      return beginningOf(inLanguage(source.story_text_en, source.story_text_de, given) ?? "", given.length);
  }
  const type = getNamedType(info.returnType).name.replace(/Connection$/, "");
  const key = snake(parentType.name.replace(/^./, (letter) => letter.toLowerCase()));
  const isQuery = parentType.name === "Query";
  // The rows that refer to this one.
  const many = () => readable(tables[type as keyof Tables]).filter((row) => isQuery || row[`${key}_id`] === source.id);
  if (/Connection$|Edge$|^PageInfo$/.test(parentType.name) || !(isQuery || parentType.name in tables)) return source[fieldName];
  if (String(info.returnType).includes("Connection")) return page(type as keyof Tables, many(), given, hasStory);
  if (!(type in tables)) return source[snake(fieldName)];
  if (String(info.returnType).startsWith("[")) return many();
  return one(tables[type as keyof Tables], isQuery ? given.id : source[`${snake(fieldName)}_id`]);
};

function mayRead(row: Row, viewer: Row | undefined): boolean {
  if (row.__typename === "Tutorial" || row.__typename === "TutorialStep") return true;
  if (row.__typename === "Session") return row.user_id === viewer?.id;
  const owner = row.__typename === "User" ? row.id : row.user_id;
  return viewer !== undefined && (viewer.role === "ADMIN" || owner === viewer.id);
}

function nameInLanguage(stored: string, de: string | null, { language, fallback }: { language?: string; fallback: boolean }) {
  if (language !== "DE") return stored;
  return fallback ? inLanguage(stored, de, { language, fallback }) : (de ?? "");
}

function inLanguage(en: string | null, de: string | null, { language, fallback }: { language: string; fallback: boolean }) {
  const [own, other] = language === "DE" ? [de, en] : [en, de];
  const isBlank = (text: string | null) =>
    text === null || !/[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u.test(text);
  return fallback && isBlank(own) && !isBlank(other) ? other : own;
}

interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  filter?: Record<string, unknown> | null;
  orderBy?: { field: string; direction: "ASC" | "DESC" } | null;
}

function page(
  type: keyof Tables,
  rows: readonly Row[],
  { first, last, after, before, filter, orderBy }: PageArguments,
  hasStory: (row: Row) => boolean,
) {
  const { field, direction } = orderBy ?? {
    field: type === "AdminRead" ? "READ_AT" : "CREATED_AT",
    direction: "DESC" as const,
  };
  const sign = direction === "ASC" ? 1 : -1;
  const place = (row: Row) => [String(row[field.toLowerCase()]), row.id] as const;
  const compare = (a: readonly string[], b: readonly string[]) => sign * (order(a[0], b[0]) || order(a[1], b[1]));
  const kept = rows.filter((row) => fits(row, filter ?? {}, hasStory)).sort((a, b) => compare(place(a), place(b)));
  const from = after ? kept.filter((row) => compare(place(row), placeOf(after)) > 0) : kept;
  const within = before ? from.filter((row) => compare(place(row), placeOf(before)) < 0) : from;
  const size = last ?? first ?? 20;
  const isFromEnd = typeof last === "number";
  const cut = isFromEnd ? within.slice(Math.max(0, within.length - size)) : within.slice(0, size);
  const edges = cut.map((node) => ({ node, cursor: cursorOf(type, node, field, direction) }));
  const position = (row: Row | undefined) => (row ? kept.indexOf(row) : -1);
  const isBeforePage = (row: Row) =>
    cut.length > 0
      ? position(row) < position(cut[0])
      : (after ? compare(place(row), placeOf(after)) <= 0 : false) || (isFromEnd && within.includes(row));
  const isAfterPage = (row: Row) =>
    cut.length > 0
      ? position(row) > position(cut.at(-1))
      : (before ? compare(place(row), placeOf(before)) >= 0 : false) || (!isFromEnd && within.includes(row));
  return {
    nodes: cut,
    edges,
    totalCount: kept.length,
    pageInfo: {
      hasPreviousPage: kept.some(isBeforePage),
      hasNextPage: kept.some(isAfterPage),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

const order = (a: string | undefined, b: string | undefined) => (a === b ? 0 : (a ?? "") < (b ?? "") ? -1 : 1);

function fits(row: Row, filter: Record<string, unknown>, hasStory: (row: Row) => boolean): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (value === null) return true;
    if (Array.isArray(value)) return value.includes(row.id);
    if (name === "hasStory") return hasStory(row) === value;
    if (name === "search") return finds(row, String(value));
    if (name === "category" || name === "subject") return String(row[name]).toLowerCase() === String(value).toLowerCase();
    const [, column, side] = /^(\w+)(After|Before)$/.exec(name) ?? [];
    if (!column) return row[snake(name)] === value;
    const instant = String(value).replace(/(?:\.(\d+))?Z$/, (_all, digits = "") => `.${digits.padEnd(6, "0")}Z`);
    const own = String(row[snake(`${column}At`)]);
    return side === "After" ? own > instant : own < instant;
  });
}

const SEARCHED: Readonly<Record<string, readonly string[]>> = {
  Story: ["title", "title_de", "story_text_de", "story_text_en"],
  Tutorial: ["subject", "subject_de", "category", "category_de", "description_de", "description_en"],
  User: ["name", "email"],
};

/** Every word somewhere in the row's texts, and none that is left out. */
function finds(row: Row, search: string): boolean {
  const fold = (text: string) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const text = fold((SEARCHED[String(row.__typename)] ?? []).map((column) => row[column] ?? "").join(" "));
  return search.split(" ").every((word) => text.includes(fold(word.replace("-", ""))) !== word.startsWith("-"));
}

/** The cursor of a row, as the README of the compiler describes it. */
export function cursorOf(type: string, row: Row, field: string, direction: string): string {
  const property = field.toLowerCase().replace(/_(.)/g, (_all, letter: string) => letter.toUpperCase());
  const payload = Buffer.from(`${type} ${property} ${direction}\n${row.id}\n${row[field.toLowerCase()]}`);
  const checksum = createHash("sha256").update(payload).digest().subarray(0, 6);
  return Buffer.concat([checksum, payload]).toString("base64url");
}

function placeOf(cursor: string): readonly [string, string] {
  const [, id = "", key = ""] = Buffer.from(cursor, "base64url").subarray(6).toString().split("\n");
  return [key, id];
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
